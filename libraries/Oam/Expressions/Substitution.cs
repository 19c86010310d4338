using System.Text;
using System.Text.Json.Nodes;
using Platform.Oam.Documents;

namespace Platform.Oam.Expressions;

/// <summary>Puts values in the place of expressions. What has none is shared, not copied.</summary>
internal sealed class Substitution(ExpressionScope scope, Findings findings, List<MissingValue> missing)
{
    private readonly HashSet<string> awaited = new(StringComparer.Ordinal);

    /// <summary>Something of the cluster was looked up.</summary>
    public bool SawCluster { get; private set; }

    /// <summary>Names of inputs whose values aren't there yet; where they stand the expression stays.</summary>
    public IReadOnlyCollection<string> Awaited => awaited;

    public DocumentNode Apply(DocumentNode node) => node.Kind switch
    {
        DocumentKind.Text => ApplyText(node),
        DocumentKind.Map => ApplyMap(node),
        DocumentKind.List => ApplyList(node),
        _ => node,
    };

    /// <summary>Expressions that can't be read or can have no value anywhere.</summary>
    /// <param name="node">Where they stand.</param>
    /// <param name="findings">Where faults go.</param>
    /// <param name="inputs">Inputs that are declared; null = not known here.</param>
    public static void Check(DocumentNode node, Findings findings, IReadOnlyList<StepInput>? inputs = null)
    {
        foreach (var item in node.Items) Check(item, findings, inputs);
        foreach (var member in node.Members) Check(member.Value, findings, inputs);
        if (node.Text is { } text && text.Contains("${", StringComparison.Ordinal)) CheckText(node, text, findings, inputs);
    }

    private static void CheckText(DocumentNode node, string text, Findings findings, IReadOnlyList<StepInput>? inputs)
    {
        var parsed = ExpressionText.Parse(text);
        if (parsed.Fault is { } fault) findings.Add(node.Fault($"the expression can't be read: {fault}"));
        foreach (var path in parsed.Parts.SelectMany(part => part.Term?.Operands ?? []).Select(operand => operand.Path).OfType<string[]>())
        {
            if (ExpressionScope.Refuse(path) is { } refused) findings.Add(node.Fault(refused));
            else if (path[0] == "inputs" && inputs?.All(input => input.From != path[1]) == true)
                findings.Add(node.Fault($"there is no input '{path[1]}' here: declare it, inputs: [{{from: {path[1]}}}]{Names.Suggestion(path[1], inputs.Select(input => input.From))}"));
        }
    }

    private DocumentNode ApplyMap(DocumentNode node)
    {
        DocumentNode? changed = null;
        for (var i = 0; i < node.Members.Count; i++)
        {
            var member = node.Members[i];
            var value = Apply(member.Value);
            if (changed is null && ReferenceEquals(value, member.Value)) continue;
            changed ??= FirstMembers(node, i);
            changed.AddMember(member with { Value = value });
        }

        return changed ?? node;
    }

    private static DocumentNode FirstMembers(DocumentNode node, int count)
    {
        var copy = node.Like(DocumentKind.Map);
        for (var i = 0; i < count; i++) copy.AddMember(node.Members[i]);
        return copy;
    }

    private DocumentNode ApplyList(DocumentNode node)
    {
        DocumentNode? changed = null;
        for (var i = 0; i < node.Items.Count; i++)
        {
            var item = Apply(node.Items[i]);
            if (changed is null && ReferenceEquals(item, node.Items[i])) continue;
            changed ??= FirstItems(node, i);
            changed.Add(item);
        }

        return changed ?? node;
    }

    private static DocumentNode FirstItems(DocumentNode node, int count)
    {
        var copy = node.Like(DocumentKind.List);
        for (var i = 0; i < count; i++) copy.Add(node.Items[i]);
        return copy;
    }

    private DocumentNode ApplyText(DocumentNode node)
    {
        if (!node.Text!.Contains("${", StringComparison.Ordinal)) return node;
        var text = ExpressionText.Parse(node.Text);
        if (text.Whole is { } whole) return Evaluate(node, whole) is { } value ? DocumentFromJson.Read(value, node) : node;
        var result = new StringBuilder();
        foreach (var part in text.Parts)
        {
            if (part.Term is null) result.Append(part.Text);
            else if (Evaluate(node, part.Term) is { } value) result.Append(Embedded(node, part.Text, value));
            else result.Append(part.Text);
        }

        return result.ToString() is var replaced && replaced == node.Text ? node : node.Like(DocumentKind.Text, replaced);
    }

    private object? Evaluate(DocumentNode node, ExpressionTerm term)
    {
        foreach (var operand in term.Operands)
        {
            if (operand.Path is null) return operand.Literal ?? DocumentDefaults.Null;
            SawCluster |= operand.Path[0] == "cluster";
            if (scope.Find(operand.Path) is { } value) return value;
            // A default doesn't stand in for a value that is still to come.
            if (operand.Path[0] == "inputs" && scope.Inputs is null) break;
        }

        if (term.Operands.FirstOrDefault(operand => operand.Path is ["inputs", ..]) is { Path: [_, var input, ..] })
        {
            awaited.Add(input);
            return null;
        }

        missing.Add(new(node, term.Operands[0].ToString(), scope.Cluster.Name));
        return null;
    }

    private string Embedded(DocumentNode node, string expression, object value)
    {
        if (value is JsonObject or JsonArray)
        {
            findings.Add(node.Fault($"{expression} is a map or a list, which can't stand in the middle of a text; let it be the whole value"));
            return "";
        }

        var scalar = DocumentFromJson.Read(value, node).Scalar;
        return scalar is null ? "" : ScalarText.Of(scalar);
    }
}
