using System.Text.Json.Nodes;

namespace Platform.Oam.Expressions;

/// <summary>Values at paths of names; elements of lists by number.</summary>
internal static class JsonPaths
{
    public static JsonNode? Walk(JsonNode? node, ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            node = node switch
            {
                JsonObject map => map[name],
                JsonArray list => int.TryParse(name, out var index) && index >= 0 && index < list.Count ? list[index] : null,
                _ => null,
            };
        }

        return node;
    }
}
