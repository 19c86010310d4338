using System.Text;
using System.Text.Json.Nodes;
using Platform.Oam.Documents;

namespace Platform.Oam.Expressions;

/// <summary>Puts values in the place of expressions. What has none is shared, not copied.</summary>
internal sealed class Substitution(ExpressionScope scope, Findings findings, List<MissingValue> missing)
{
    public DocumentNode Apply(DocumentNode node) => node.Kind switch
    {
        DocumentKind.Text => ApplyText(node),
        DocumentKind.Map => ApplyMap(node),
        DocumentKind.List => ApplyList(node),
        _ => node,
    };

    /// <summary>Expressions that can't be read or can have no value anywhere.</summary>
    public static void Check(DocumentNode node, Findings findings)
    {
        foreach (var item in node.Items) Check(item, findings);
        foreach (var member in node.Members) Check(member.Value, findings);
        if (node.Text is { } text && text.Contains("${", StringComparison.Ordinal)) CheckText(node, text, findings);
    }

    private static void CheckText(DocumentNode node, string text, Findings findings)
    {
        var parsed = ExpressionText.Parse(text);
        if (parsed.Fault is { } fault) findings.Add(node.Fault($"the expression can't be read: {fault}"));
        foreach (var path in parsed.Parts.SelectMany(part => part.Term?.Operands ?? []).Select(operand => operand.Path).OfType<string[]>())
        {
            if (ExpressionScope.Refuse(path) is { } refused) findings.Add(node.Fault(refused));
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
        }

        return result.ToString() is var replaced && replaced == node.Text ? node : node.Like(DocumentKind.Text, replaced);
    }

    private object? Evaluate(DocumentNode node, ExpressionTerm term)
    {
        foreach (var operand in term.Operands)
        {
            if (operand.Path is null) return operand.Literal ?? DocumentDefaults.Null;
            if (scope.Find(operand.Path) is { } value) return value;
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
