using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Platform.Sandbox.Tests.Corpus;

/// <summary>How much of an answer was recorded: all, some fields of each object, or besides only the first items of lists.</summary>
internal enum Extent { Whole, Fields, Beginning }

/// <summary>What the placeholders of a recorded file stand for in this run.</summary>
internal sealed partial class Placeholders
{
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    [GeneratedRegex("<[a-zA-Z][a-zA-Z-]*(-[0-9]+)?>")]
    private static partial Regex Pattern();

    [GeneratedRegex("-[0-9]+>$")]
    private static partial Regex Numbered();

    /// <summary>A recorded request's text with what the placeholders stand for.</summary>
    public string Fill(string text) => Pattern().Replace(text, m => _known.GetValueOrDefault(m.Value, m.Value == "<time>" ? "2026-01-01T00:00:00Z" : m.Value));

    /// <summary>Tells what of an answer differs from the recorded one; null where they agree.</summary>
    public string? Compare(JsonNode? recorded, JsonNode? actual, string path = "", Extent extent = Extent.Whole) => recorded switch
    {
        JsonObject map => CompareMap(map, actual, path, extent),
        JsonArray list => CompareList(list, actual, path, extent),
        JsonValue v when v.GetValueKind() == JsonValueKind.String =>
            CompareText(v.GetValue<string>(), actual is JsonValue a && a.GetValueKind() == JsonValueKind.String ? a.GetValue<string>() : actual?.ToJsonString(), path),
        _ => JsonNode.DeepEquals(recorded, actual) ? null : $"{path}: {Short(actual)} instead of {Short(recorded)}",
    };

    private string? CompareMap(JsonObject map, JsonNode? actual, string path, Extent extent)
    {
        if (actual is not JsonObject other) return $"{path}: expected an object, got {Short(actual)}";
        var missing = map.Where(p => !other.ContainsKey(p.Key) && !(extent != Extent.Whole && p.Value is null)).Select(p => p.Key).ToList();
        var extra = extent != Extent.Whole ? [] : other.Where(p => !map.ContainsKey(p.Key)).Select(p => p.Key).ToList();
        string? first = null;
        // Everything is walked, so that new placeholders are learned even where something differs.
        foreach (var (name, value) in map)
            if (other.TryGetPropertyValue(name, out var there)) first = Compare(value, there, $"{path}.{name}", extent) is { } d ? first ?? d : first;
        if (missing.Count > 0) return $"{path}: lacks {string.Join(",", missing)}";
        return extra.Count > 0 ? $"{path}: has also {string.Join(",", extra)}" : first;
    }

    private string? CompareList(JsonArray list, JsonNode? actual, string path, Extent extent)
    {
        if (actual is not JsonArray items) return $"{path}: expected a list, got {Short(actual)}";
        if (path.EndsWith(".managedFields", StringComparison.Ordinal)) (list, items) = (ByManager(list), ByManager(items));
        string? difference = list.Count == items.Count || (extent == Extent.Beginning && list.Count < items.Count) ? null : $"{path}: {items.Count} items instead of {list.Count}";
        for (var i = 0; i < Math.Min(list.Count, items.Count); i++) difference = Compare(list[i], items[i], $"{path}[{i}]", extent) is { } d ? difference ?? d : difference;
        return difference;
    }

    /// <summary>Managers come in the order of their times in seconds, which a recording without times doesn't tell.</summary>
    private static JsonArray ByManager(JsonArray entries) =>
        new([.. entries.OrderBy(e => $"{e!["operation"]} {e["manager"]} {e["apiVersion"]} {e["subresource"]}", StringComparer.Ordinal).Select(e => e!.DeepClone())]);

    public string? CompareText(string recorded, string? actual, string path)
    {
        if (actual is null) return $"{path}: nothing instead of {recorded}";
        if (!recorded.Contains('<', StringComparison.Ordinal)) return recorded == actual ? null : $"{path}: '{actual}' instead of '{recorded}'";
        var names = new List<string>();
        var pattern = new StringBuilder("^");
        var at = 0;
        foreach (Match m in Pattern().Matches(recorded))
        {
            pattern.Append(Regex.Escape(recorded[at..m.Index])).Append("(.*?)");
            names.Add(m.Value);
            at = m.Index + m.Length;
        }
        pattern.Append(Regex.Escape(recorded[at..])).Append('$');
        var match = Regex.Match(actual, pattern.ToString(), RegexOptions.Singleline);
        if (!match.Success) return $"{path}: '{actual}' instead of '{recorded}'";
        string? difference = null;
        for (var i = 0; i < names.Count; i++)
        {
            var (name, value) = (names[i], match.Groups[i + 1].Value);
            if (!Numbered().IsMatch(name)) continue;
            if (_known.TryGetValue(name, out var known) && known != value) difference ??= $"{path}: {name} was {known}, is {value}";
            _known[name] = value;
        }
        return difference;
    }

    private static string Short(JsonNode? node)
    {
        var text = node?.ToJsonString() ?? "null";
        return text.Length > 120 ? text[..120] + "…" : text;
    }
}
