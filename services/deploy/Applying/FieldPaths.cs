using System.Text.Json.Nodes;

namespace Platform.Deploy.Applying;

/// <summary>Values at paths such as <c>spec.template.spec.containers[0].image</c>.</summary>
internal static class FieldPaths
{
    public static JsonNode? Get(JsonNode? node, string path)
    {
        foreach (var step in Steps(path))
        {
            node = node switch
            {
                JsonObject map => map[step],
                JsonArray list when int.TryParse(step, out var index) && index >= 0 && index < list.Count => list[index],
                _ => null,
            };
        }

        return node;
    }

    /// <summary>Puts a value where the path leads, or takes it away; nothing happens where the way there is missing.</summary>
    public static void Set(JsonObject root, string path, JsonNode? value)
    {
        var steps = Steps(path);
        var parent = steps.Length == 1 ? root : Get(root, string.Join('.', steps[..^1]));
        switch (parent)
        {
            case JsonObject map when value is null:
                map.Remove(steps[^1]);
                break;
            case JsonObject map:
                map[steps[^1]] = value.DeepClone();
                break;
            case JsonArray list when value is not null && int.TryParse(steps[^1], out var index) && index >= 0 && index < list.Count:
                list[index] = value.DeepClone();
                break;
        }
    }

    private static string[] Steps(string path) =>
        path.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries);
}
