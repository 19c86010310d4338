using System.Text.Json.Nodes;
using Platform.Oam.Documents;

namespace Platform.Oam.Rendering;

/// <summary>Builds manifests: members whose value is null or an empty list are left out.</summary>
internal static class Json
{
    public static JsonObject Map(params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        var map = new JsonObject();
        foreach (var (name, value) in members)
        {
            if (value is not (null or JsonArray { Count: 0 })) map[name] = value;
        }

        return map;
    }

    public static JsonArray List(IEnumerable<JsonNode?> items) => new([.. items]);

    /// <summary>The parameter as JSON; null when it isn't there.</summary>
    public static JsonNode? Copy(DocumentNode parameters, string name) => parameters[name]?.ToJson();

    /// <summary>A list made of the elements of a parameter; empty when it isn't there.</summary>
    public static JsonArray Each(DocumentNode parameters, string name, Func<DocumentNode, JsonNode?> make) =>
        List(parameters[name]?.Items.Select(make) ?? []);

    /// <summary>The map at a path of names, made where it is missing; null when something else is in the way.</summary>
    public static JsonObject? Ensure(JsonObject root, params ReadOnlySpan<string> path)
    {
        var map = root;
        foreach (var name in path)
        {
            if (map[name] is null) map[name] = new JsonObject();
            if (map[name] is not JsonObject next) return null;
            map = next;
        }

        return map;
    }

    /// <summary>The node at a path of names; null when it isn't there.</summary>
    public static JsonNode? Find(JsonNode? root, params ReadOnlySpan<string> path)
    {
        foreach (var name in path) root = (root as JsonObject)?[name];
        return root;
    }
}
