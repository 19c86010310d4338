using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Platform.Sandbox.Tests.Corpus;

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
    public string? Compare(JsonNode? recorded, JsonNode? actual, string path = "")
    {
        switch (recorded)
        {
            case JsonObject map:
                if (actual is not JsonObject other) return $"{path}: expected an object, got {Short(actual)}";
                var missing = map.Where(p => !other.ContainsKey(p.Key)).Select(p => p.Key).ToList();
                var extra = other.Where(p => !map.ContainsKey(p.Key)).Select(p => p.Key).ToList();
                string? first = null;
                // Everything is walked, so that new placeholders are learned even where something differs.
                foreach (var (name, value) in map)
                    if (other.TryGetPropertyValue(name, out var there)) first = Compare(value, there, $"{path}.{name}") is { } d ? first ?? d : first;
                if (missing.Count > 0) return $"{path}: lacks {string.Join(",", missing)}";
                return extra.Count > 0 ? $"{path}: has also {string.Join(",", extra)}" : first;
            case JsonArray list:
                if (actual is not JsonArray items) return $"{path}: expected a list, got {Short(actual)}";
                string? difference = list.Count == items.Count ? null : $"{path}: {items.Count} items instead of {list.Count}";
                for (var i = 0; i < Math.Min(list.Count, items.Count); i++) difference = Compare(list[i], items[i], $"{path}[{i}]") is { } d ? difference ?? d : difference;
                return difference;
            case JsonValue v when v.GetValueKind() == JsonValueKind.String:
                return CompareText(v.GetValue<string>(), actual is JsonValue a && a.GetValueKind() == JsonValueKind.String ? a.GetValue<string>() : actual?.ToJsonString(), path);
            default:
                return JsonNode.DeepEquals(recorded, actual) ? null : $"{path}: {Short(actual)} instead of {Short(recorded)}";
        }
    }

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
