using Platform.Oam.Documents;
using Platform.Oam.Expressions;

namespace Platform.Oam.Schemas;

/// <summary>Compares values with a schema and says where they differ.</summary>
internal sealed class SchemaCheck(Findings findings, string owner, bool partial, bool final)
{
    /// <summary>The place where traits belong; they are often written one level too deep or too high.</summary>
    public const string TraitsPlace = "traits belong to a component, beside its properties: spec.components[].traits";

    /// <summary>Checks a value against a schema.</summary>
    /// <param name="node">The value.</param>
    /// <param name="schema">What it may be.</param>
    /// <param name="findings">Where faults and warnings go.</param>
    /// <param name="owner">Whose parameters they are, e.g. <c>component type 'webservice'</c>.</param>
    /// <param name="partial">Only a part of the value is given (an override), so nothing is missing.</param>
    /// <param name="final">Expressions have been replaced: what looks like one is just a text.</param>
    public static void Run(DocumentNode node, Schema schema, Findings findings, string owner, bool partial = false, bool final = false) =>
        new SchemaCheck(findings, owner, partial, final).Check(node, schema);

    private void Check(DocumentNode node, Schema schema)
    {
        if (schema.Types != SchemaTypes.Any && !HasType(node, schema.Types))
        {
            if (final || !Expression.IsWhole(node)) findings.Add(node.Fault(SchemaText.WrongType(node, schema.Types)));
            return;
        }

        CheckValue(node, schema);
        CheckRules(node, schema);
        if (node.Kind == DocumentKind.List && schema.Items is { } items)
        {
            foreach (var item in node.Items) Check(item, items);
        }
        else if (node.Kind == DocumentKind.Map && schema.Types != SchemaTypes.Any)
        {
            CheckMembers(node, schema);
        }
    }

    private void CheckValue(DocumentNode node, Schema schema)
    {
        if (node.Text is { } text && schema.OneOf.Count > 0 && !schema.OneOf.Contains(text) && (final || !Expression.IsIn(text)))
            findings.Add(node.Fault($"'{text}' isn't allowed here; it has to be {SchemaText.Choice(schema.OneOf)}{Names.Suggestion(text, schema.OneOf)}"));
        if (node.WholeNumber is { } number && (number < schema.Minimum || number > schema.Maximum))
            findings.Add(node.Fault($"{number} isn't allowed here; it has to be {SchemaText.Range(schema)}"));
    }

    /// <summary>What holds expressions is checked when they have been replaced, and an override when it has been merged.</summary>
    private void CheckRules(DocumentNode node, Schema schema)
    {
        if (schema.Rules.Count > 0 && !partial && (final || !HasExpressions(node)))
        {
            foreach (var rule in schema.Rules)
            {
                if (rule.Fault(node) is { } fault) findings.Add(node.Fault(fault));
            }
        }

        foreach (var besides in schema.AllOf) Check(node, besides);
    }

    private static bool HasExpressions(DocumentNode node) =>
        (node.Text is { } text && Expression.IsIn(text)) || node.Items.Any(HasExpressions) || node.Members.Any(member => HasExpressions(member.Value));

    private void CheckMembers(DocumentNode node, Schema schema)
    {
        foreach (var member in node.Members)
        {
            if (schema.Find(member.Name) is { } property) CheckProperty(member.Value, property);
            else if (!schema.Open) Unknown(member, schema);
            else if (schema.Values is { } values) Check(member.Value, values);
        }

        if (partial) return;
        foreach (var property in schema.Properties)
        {
            if (property.Required && IsAbsent(node[property.Name])) Missing(node, property.Name, schema);
        }

        foreach (var condition in schema.Conditions) CheckCondition(node, schema, condition);
        foreach (var names in schema.Alternatives.Where(names => names.All(name => IsAbsent(node[name]))))
            findings.Add(node.FaultAt(names[0], $"{SchemaText.Choice(names)} is missing: {owner} needs one of them"));
    }

    private void CheckProperty(DocumentNode value, SchemaProperty property)
    {
        if (value.Kind == DocumentKind.Null && !property.Schema.Types.HasFlag(SchemaTypes.Null)) return;
        Check(value, property.Schema);
    }

    private void CheckCondition(DocumentNode node, Schema schema, SchemaCondition condition)
    {
        var value = node[condition.Name]?.Text ?? schema.Find(condition.Name)?.Schema.Default?.Text;
        if (value != condition.Value) return;
        foreach (var name in condition.Required.Where(name => IsAbsent(node[name])))
            findings.Add(node.FaultAt(name, $"'{name}' is missing: {owner} needs it when '{condition.Name}' is '{condition.Value}'"));
    }

    private void Missing(DocumentNode node, string name, Schema schema)
    {
        var slip = Names.Nearest(name, node.Members.Select(member => member.Name).Where(given => schema.Find(given) is null));
        var hint = slip is null ? "" : $" ('{slip}' is there: was '{name}' meant?)";
        findings.Add(node.FaultAt(name, $"'{name}' is missing: {schema.Title ?? owner} needs it{hint}"));
    }

    private void Unknown(DocumentMember member, Schema schema)
    {
        if (member.Name == "traits")
        {
            findings.Add(member.Fault($"'traits' is at the wrong level: {TraitsPlace}"));
            return;
        }

        var known = schema.Properties.Select(property => property.Name).ToList();
        findings.Warn(member.Fault($"{schema.Title ?? owner} has no property '{member.Name}', so it has no effect{Names.Suggestion(member.Name, known)}"));
    }

    private static bool IsAbsent(DocumentNode? node) => node is null or { Kind: DocumentKind.Null };

    private static bool HasType(DocumentNode node, SchemaTypes types) => node.Kind switch
    {
        DocumentKind.Text => types.HasFlag(SchemaTypes.Text),
        DocumentKind.WholeNumber => (types & (SchemaTypes.WholeNumber | SchemaTypes.Number)) != 0,
        DocumentKind.Number => types.HasFlag(SchemaTypes.Number),
        DocumentKind.Boolean => types.HasFlag(SchemaTypes.Boolean),
        DocumentKind.List => types.HasFlag(SchemaTypes.List),
        DocumentKind.Map => types.HasFlag(SchemaTypes.Map),
        _ => types.HasFlag(SchemaTypes.Null),
    };
}
