using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;

namespace Platform.Health;

/// <summary>
/// Where a value stands in an object: field names, and elements of keyed lists by their keys. As text one segment follows the other after a
/// slash, a name as in a JSON pointer, an element as <c>[name=web]</c>.
/// </summary>
public sealed class FieldPath
{
    private readonly Segment[] _segments;

    private FieldPath(Segment[] segments, bool presence)
    {
        _segments = segments;
        Presence = presence;
        Text = string.Concat(segments.Select(s => "/" + s.Text)) + (presence ? "/" : "");
    }

    /// <summary>Only that it is there counts: it was rendered empty, and what it holds is left to others. A slash ends its text.</summary>
    public bool Presence { get; }

    /// <summary>As it is kept and sent.</summary>
    public string Text { get; }

    /// <summary>As people read it: <c>spec.template.spec.containers[web].image</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var segment in _segments)
            if (segment.Name is not { } name)
                text.Append('[').AppendJoin(',', segment.Keys!.Select(k => k.Value)).Append(']');
            else if (name.Any(c => !char.IsAsciiLetterOrDigit(c)))
                text.Append('[').Append(name).Append(']');
            else
                text.Append(text.Length == 0 ? "" : ".").Append(name);
        return text.ToString();
    }

    /// <exception cref="FormatException">Not a path.</exception>
    public static FieldPath Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.StartsWith('/'))
            throw new FormatException($"'{text}' is not a path of a field.");
        var presence = text.EndsWith('/');
        return new([.. text[1..(presence ? ^1 : ^0)].Split('/').Select(Segment.Parse)], presence);
    }

    internal static FieldPath Of(IReadOnlyList<Segment> segments, bool presence = false) => new([.. segments], presence);

    /// <summary>The value in a live object; null when it is not there.</summary>
    public JsonNode? In(JsonObject live)
    {
        JsonNode? node = live;
        foreach (var segment in _segments)
        {
            node = segment.In(node);
            if (node is null)
                return null;
        }
        return node;
    }

    /// <summary>Whether a set of fields as API servers keep it per manager (fieldsV1) has this one, or what it stands in as a whole.</summary>
    internal bool IsIn(JsonObject fields)
    {
        var node = fields;
        foreach (var segment in _segments)
        {
            if (segment.OwnedIn(node) is not { } inner)
                return node != fields && node.All(f => f.Key == ".");
            node = inner;
        }
        return true;
    }

    /// <summary>One step of a path: a field, or an element of a keyed list.</summary>
    internal sealed record Segment(string? Name, IReadOnlyList<KeyValuePair<string, string>>? Keys)
    {
        private static readonly SearchValues<char> Special = SearchValues.Create("~/,=\n[]");

        public string Text => Name is { } name
            ? Escaped(name)
            : $"[{string.Join(',', Keys!.Select(k => $"{Escaped(k.Key)}={Escaped(k.Value)}"))}]";

        public static Segment Parse(string text) => text.StartsWith('[') && text.EndsWith(']')
            ? new(null, [.. text[1..^1].Split(',').Select(k => k.Split('=', 2)).Select(k => k.Length == 2
                ? KeyValuePair.Create(Plain(k[0]), Plain(k[1]))
                : throw new FormatException($"'{text}' is no element of a list."))])
            : new(Plain(text), null);

        public JsonNode? In(JsonNode? node) => Name is { } name
            ? (node as JsonObject)?[name]
            : (node as JsonArray)?.FirstOrDefault(item => item is JsonObject o && Keys!.All(k => o[k.Key]?.ToString() == k.Value));

        public JsonObject? OwnedIn(JsonObject fields)
        {
            if (Name is { } name)
                return fields["f:" + name] as JsonObject;
            foreach (var (key, value) in fields)
                if (key.StartsWith("k:", StringComparison.Ordinal) && JsonNode.Parse(key[2..]) is JsonObject keys && Keys!.All(k => keys[k.Key]?.ToString() == k.Value))
                    return value as JsonObject;
            return null;
        }

        // ~0 and ~1 are those of JSON pointers; the others keep lists, keys and lines apart.
        private static string Escaped(string text) => !text.AsSpan().ContainsAny(Special) ? text : text
            .Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal).Replace("[", "~2", StringComparison.Ordinal)
            .Replace("]", "~3", StringComparison.Ordinal).Replace(",", "~4", StringComparison.Ordinal).Replace("=", "~5", StringComparison.Ordinal)
            .Replace("\n", "~6", StringComparison.Ordinal);

        private static string Plain(string text) => !text.Contains('~', StringComparison.Ordinal) ? text : text
            .Replace("~6", "\n", StringComparison.Ordinal).Replace("~5", "=", StringComparison.Ordinal).Replace("~4", ",", StringComparison.Ordinal)
            .Replace("~3", "]", StringComparison.Ordinal).Replace("~2", "[", StringComparison.Ordinal).Replace("~1", "/", StringComparison.Ordinal)
            .Replace("~0", "~", StringComparison.Ordinal);
    }
}
