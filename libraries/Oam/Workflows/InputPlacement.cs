using System.Globalization;
using Platform.Oam.Documents;
using Platform.Oam.Expressions;

namespace Platform.Oam.Workflows;

/// <summary>
/// Puts <c>${inputs.name}</c> where an input's <c>parameterKey</c> points: from then on an input is an expression like any other,
/// whose value comes when the step or component that gives it has run.
/// </summary>
internal static class InputPlacement
{
    private const int Deepest = 32;

    /// <summary>The properties with placeholders in them.</summary>
    /// <param name="properties">As written, or as overrides left them.</param>
    /// <param name="owner">The component or step, whose <c>inputs</c> are read.</param>
    /// <param name="findings">Where a key that can't be read is told.</param>
    public static DocumentNode Apply(DocumentNode properties, DocumentNode owner, Findings findings)
    {
        foreach (var input in ApplicationReader.Maps(owner["inputs"]))
        {
            if (input["parameterKey"] is not { Text: { Length: > 0 } key } at || input["from"]?.Text is not { } name) continue;
            var reader = new OutputReader(key);
            var path = reader.Path(out var fault);
            if (fault is null && !reader.AtEnd) fault = $"'{reader.Rest}' isn't expected";
            if (fault is null && path!.Length > Deepest) fault = $"it is more than {Deepest} deep";
            if (fault is not null) findings.Add(at.Fault($"parameterKey '{key}' can't be read: {fault}; write a path such as data.key or objects[0].data"));
            else properties = Put(properties, path, at.Like(DocumentKind.Text, $"${{inputs[\"{name}\"]}}"), findings);
        }

        return properties;
    }

    private static DocumentNode Put(DocumentNode node, ReadOnlySpan<string> path, DocumentNode value, Findings findings)
    {
        if (path.IsEmpty) return value;
        if (node.Kind == DocumentKind.List) return PutItem(node, path, value, findings);
        var map = node.Kind == DocumentKind.Map ? node : value.Like(DocumentKind.Map);
        return DocumentMerge.With(map, path[0], Put(map[path[0]] ?? value.Like(DocumentKind.Map), path[1..], value, findings));
    }

    private static DocumentNode PutItem(DocumentNode list, ReadOnlySpan<string> path, DocumentNode value, Findings findings)
    {
        if (!int.TryParse(path[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index > list.Items.Count)
        {
            findings.Add(value.Fault($"the parameterKey points at '{path[0]}' of a list with {list.Items.Count} elements"));
            return list;
        }

        var result = list.Like(DocumentKind.List);
        for (var i = 0; i < list.Items.Count; i++) result.Add(i == index ? Put(list.Items[i], path[1..], value, findings) : list.Items[i]);
        if (index == list.Items.Count) result.Add(Put(value.Like(DocumentKind.Map), path[1..], value, findings));
        return result;
    }
}
