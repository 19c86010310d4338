using System.Text.Json.Nodes;

namespace Platform.Messaging.Contracts;

/// <summary>Finds what in a new AsyncAPI document would break subscribers of the old one. Within a version, changes are additive.</summary>
public static class ContractChanges
{
    /// <summary>
    /// Every breaking change, as a sentence: an event, field or enum value gone, a field's type changed, a required field that is
    /// required no longer.
    /// </summary>
    public static IReadOnlyList<string> Breaking(JsonNode before, JsonNode after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var found = new List<string>();
        var (old, @new) = (Schemas(before), Schemas(after));
        foreach (var (name, schema) in old)
        {
            if (@new[name] is { } current)
            {
                Compare(name, schema!, current, found);
            }
            else
            {
                found.Add($"{name} is gone");
            }
        }

        return found;
    }

    private static JsonObject Schemas(JsonNode document) => document["components"]?["schemas"] as JsonObject ?? [];

    private static void Compare(string path, JsonNode before, JsonNode after, List<string> found)
    {
        if (!JsonNode.DeepEquals(before["type"], after["type"]))
        {
            found.Add($"{path} was {before["type"]?.ToJsonString() ?? "anything"} and is {after["type"]?.ToJsonString() ?? "anything"}");
        }

        var values = Texts(after["enum"]);
        found.AddRange(Texts(before["enum"]).Except(values).Select(value => $"{path} can no longer be {value}"));
        var required = Texts(after["required"]);
        found.AddRange(Texts(before["required"]).Except(required).Select(field => $"{path}.{field} is no longer always there"));
        foreach (var (name, field) in before["properties"] as JsonObject ?? [])
        {
            if (after["properties"]?[name] is { } current)
            {
                Compare($"{path}.{name}", field!, current, found);
            }
            else
            {
                found.Add($"{path}.{name} is gone");
            }
        }

        foreach (var part in new[] { "items", "additionalProperties" })
        {
            if (before[part] is JsonObject inner && after[part] is JsonObject current)
            {
                Compare($"{path}[]", inner, current, found);
            }
        }
    }

    private static HashSet<string> Texts(JsonNode? array) => [.. (array as JsonArray ?? []).Select(item => item?.ToJsonString() ?? "null")];
}
