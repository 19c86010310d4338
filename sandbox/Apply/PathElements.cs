using System.Text;
using System.Text.Json.Nodes;
using Platform.Sandbox.Kinds;

namespace Platform.Sandbox.Apply;

/// <summary>Path elements in their FieldsV1 spelling, and how messages show them.</summary>
internal static class PathElements
{
    public static string Field(string name) => "f:" + name;

    /// <summary>The element that names an item of a set or keyed list; null where a key is missing.</summary>
    public static string? Item(Schema list, JsonNode? item)
    {
        if (list.List == ListKind.Set) return "v:" + Text(item);
        if (item is not JsonObject map) return null;
        var order = list.Keys.Length == 1 ? [0] : Enumerable.Range(0, list.Keys.Length).OrderBy(i => list.Keys[i], StringComparer.Ordinal).ToArray();
        var text = new StringBuilder("k:{");
        var found = false;
        foreach (var i in order)
        {
            var value = map[list.Keys[i]];
            value ??= list.KeyDefaults[i];
            found |= value is not null;
            if (value is null) continue;
            if (text.Length > 3) text.Append(',');
            text.Append('"').Append(list.Keys[i]).Append("\":").Append(Text(value));
        }
        return found ? text.Append('}').ToString() : null;
    }

    public static string Display(string element)
    {
        if (element.StartsWith("f:", StringComparison.Ordinal)) return "." + element[2..];
        if (element.StartsWith("v:", StringComparison.Ordinal)) return $"[={element[2..]}]";
        if (!element.StartsWith("k:", StringComparison.Ordinal)) return $"[{element[2..]}]";
        var keys = (JsonObject)JsonNode.Parse(element[2..])!;
        return $"[{string.Join(',', keys.Select(k => $"{k.Key}={Text(k.Value)}"))}]";
    }

    private static string Text(JsonNode? value) =>
        value is null ? "null" : Encoding.UTF8.GetString(Store.ObjectText.Of(value));
}
