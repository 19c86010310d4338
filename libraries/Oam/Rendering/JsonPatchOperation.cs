using System.Globalization;
using System.Text.Json.Nodes;
using Platform.Oam.Documents;

namespace Platform.Oam.Rendering;

/// <summary>One operation of a JSON patch (RFC 6902).</summary>
internal static class JsonPatchOperation
{
    /// <summary>Applies it; the answer is why it can't be.</summary>
    public static string? Apply(JsonObject root, DocumentNode operation)
    {
        var path = operation["path"]?.Text ?? "";
        var value = operation["value"]?.ToJson();
        return operation["op"]?.Text switch
        {
            "add" => Add(root, path, value),
            "remove" => Remove(root, path, out _),
            "replace" => Remove(root, path, out _) ?? Add(root, path, value),
            "move" => Remove(root, operation["from"]?.Text ?? "", out var moved) ?? Add(root, path, moved),
            "copy" => Find(root, operation["from"]?.Text ?? "", out var copied) ?? Add(root, path, copied?.DeepClone()),
            "test" => Find(root, path, out var there) ?? (JsonNode.DeepEquals(there, value) ? null : $"the value is {there?.ToJsonString() ?? "null"}"),
            var other => $"'{other}' is no operation",
        };
    }

    private static string? Add(JsonObject root, string path, JsonNode? value)
    {
        if (Parent(root, path, out var parent, out var name) is { } fault) return fault;
        if (parent is JsonObject map)
        {
            map[name] = value;
            return null;
        }

        var list = (JsonArray)parent!;
        if (name != "-" && Index(name, list.Count) is null) return $"the list has no place {name}";
        list.Insert(name == "-" ? list.Count : Index(name, list.Count)!.Value, value);
        return null;
    }

    private static string? Remove(JsonObject root, string path, out JsonNode? removed)
    {
        removed = null;
        if (Find(root, path, out removed) is { } fault) return fault;
        Parent(root, path, out var parent, out var name);
        if (parent is JsonObject map) map.Remove(name);
        else ((JsonArray)parent!).RemoveAt(int.Parse(name, CultureInfo.InvariantCulture));
        return null;
    }

    private static string? Find(JsonObject root, string path, out JsonNode? found)
    {
        found = null;
        if (Parent(root, path, out var parent, out var name) is { } fault) return fault;
        if (parent is JsonObject map && map.TryGetPropertyValue(name, out found)) return null;
        if (parent is not JsonArray list || Index(name, list.Count - 1) is not { } index) return $"there is nothing at {path}";
        found = list[index];
        return null;
    }

    private static string? Parent(JsonObject root, string path, out JsonNode? parent, out string name)
    {
        (parent, name) = (root, "");
        if (!path.StartsWith('/')) return "a JSON pointer begins with '/' and can't be the whole document";
        var names = path[1..].Split('/').Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToList();
        name = names[^1];
        foreach (var step in names.SkipLast(1))
        {
            parent = parent switch
            {
                JsonObject map => map[step],
                JsonArray list when Index(step, list.Count - 1) is { } index => list[index],
                _ => null,
            };
        }

        return parent is JsonObject or JsonArray ? null : $"there is nothing to hold {path}";
    }

    private static int? Index(string name, int last) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= last ? index : null;
}
