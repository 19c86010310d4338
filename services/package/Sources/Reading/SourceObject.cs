using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Platform.Package.Sources.Reading;

/// <summary>
/// An object of a source document: gives its members as what they should be, and notes with a JSON pointer what is wrong with them. A
/// member that is null counts as left out.
/// </summary>
internal sealed class SourceObject(JsonObject json, string path, SourceReading reading)
{
    internal string Path { get; } = path;

    internal SourceReading Reading { get; } = reading;

    internal IEnumerable<string> Names => json.Where(p => p.Value is not null).Select(p => p.Key);

    internal bool Has(string name) => json[name] is not null;

    /// <summary>The member is there and says null: something is to be taken away.</summary>
    internal bool SaysNull(string name) => json.ContainsKey(name) && json[name] is null;

    internal string PathOf(string name) => $"{Path}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    internal void Fault(string name, string detail) => Reading.Fault(name.Length == 0 ? Path : PathOf(name), detail);

    /// <summary>Notes every member that is not among the known ones.</summary>
    internal void HasOnly(string what, params string[] known)
    {
        foreach (var name in Names.Except(known))
            Fault(name, $"{what} has no '{name}'; it has {string.Join(", ", known)}.");
    }

    /// <summary>The one of the members that is there; null with a fault when it is none or several.</summary>
    internal string? OneOf(string what, params string[] names)
    {
        var given = names.Where(Has).ToList();
        if (given.Count != 1)
        {
            Fault("", given.Count == 0
                ? $"It is not said where {what} comes from: give {Choice(names)}."
                : $"{Capital(what)} comes from one place; here are {string.Join(" and ", given)}.");
        }

        return given.Count == 1 ? given[0] : null;
    }

    /// <summary>Text that is not empty; null when it is left out, or with a fault.</summary>
    internal string? Text(string name)
    {
        if (json[name] is not { } node)
            return null;
        if (IsText(node, out var text) && text.Length > 0)
            return text;
        Fault(name, IsText(node, out _) ? $"'{name}' is empty." : $"'{name}' is text; {node.ToJsonString()} is not.");
        return null;
    }

    internal bool Flag(string name)
    {
        if (json[name] is not { } node)
            return false;
        if (node is JsonValue value && value.TryGetValue<bool>(out var flag))
            return flag;
        Fault(name, $"'{name}' is true or false.");
        return false;
    }

    /// <summary>An object; null when it is left out, or with a fault that shows an <paramref name="example"/>.</summary>
    internal SourceObject? Object(string name, string example)
    {
        if (json[name] is JsonObject found)
            return new SourceObject(found, PathOf(name), Reading);
        if (Has(name))
            Fault(name, $"'{name}' is an object: {example}.");
        return null;
    }

    /// <summary>Names with texts; other values are faults, since a number is not the text it was written as.</summary>
    internal Dictionary<string, string> Texts(string name, string example)
    {
        var texts = new Dictionary<string, string>();
        if (Object(name, example) is not { } map)
            return texts;
        foreach (var key in map.Names)
        {
            if (map.AnyText(key) is { } text)
                texts[key] = text;
        }

        return texts;
    }

    /// <summary>Text, be it empty; null with a fault when it is anything else.</summary>
    internal string? AnyText(string name)
    {
        if (IsText(json[name], out var text))
            return text;
        Fault(name, json[name] is JsonValue value
            ? $"A value is text: write \"{value}\" in quotes."
            : "A value is text.");
        return null;
    }

    internal List<string> TextList(string name, string example)
    {
        if (json[name] is JsonArray list && list.All(item => IsText(item, out _)))
            return [.. list.Select(item => item!.GetValue<string>())];
        if (Has(name))
            Fault(name, $"'{name}' is a list of texts: {example}.");
        return [];
    }

    /// <summary><c>{kept: true}</c>: what stands for a secret in an answer, and keeps it when it comes back.</summary>
    internal bool SaysKept(string name) =>
        json[name] is JsonObject { Count: 1 } marker && marker["kept"] is JsonValue value && value.TryGetValue<bool>(out var kept) && kept;

    internal JsonObject? Json(string name) => json[name] as JsonObject;

    internal JsonNode? Node(string name) => json[name];

    internal static string Choice(IReadOnlyList<string> names) =>
        names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} or {names[^1]}";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static bool IsText(JsonNode? node, [NotNullWhen(true)] out string? text)
    {
        text = null;
        return node is JsonValue value && value.TryGetValue(out text) && text is not null;
    }
}
