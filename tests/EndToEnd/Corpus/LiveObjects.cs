using System.Text.Json.Nodes;
using Platform.Sandbox;

namespace Platform.EndToEnd.Tests.Corpus;

/// <summary>
/// Compares what was rendered with what clusters have: every field rendered has to be there, with the same value; the cluster may have more, and
/// leaves out what says nothing (an empty text, zero).
/// </summary>
internal static class LiveObjects
{
    /// <param name="rendered">The <c>clusters</c> of a dry run.</param>
    /// <param name="cluster">The cluster of that name.</param>
    public static IReadOnlyList<string> Differences(JsonArray rendered, Func<string, SandboxCluster> cluster) =>
    [
        .. rendered.SelectMany(part => part!["objects"]!.AsArray().SelectMany(item => Of((JsonObject)item!, cluster(part["cluster"]!.ToString())))),
    ];

    private static IEnumerable<string> Of(JsonObject wanted, SandboxCluster cluster)
    {
        var (kind, metadata) = (wanted["kind"]!.ToString(), wanted["metadata"]!);
        var title = $"{kind} {metadata["name"]} on {cluster.Name}";
        var live = cluster.Find(wanted["apiVersion"]!.ToString(), Plural(kind), metadata["namespace"]?.ToString(), metadata["name"]!.ToString());
        return live is null ? [$"{title} isn't there"] : Fields(wanted, live, "", kind).Select(field => $"{title}: {field}");
    }

    private static IEnumerable<string> Fields(JsonNode? wanted, JsonNode? live, string path, string kind)
    {
        // Values of Secrets are masked, those of inputs come at run time.
        if ((kind == "Secret" && path is ".data" or ".stringData") || (wanted is JsonValue text && text.ToString().Contains("${inputs", StringComparison.Ordinal)))
            return [];
        return (wanted, live) switch
        {
            (JsonObject map, JsonObject there) => map.SelectMany(pair => Fields(pair.Value, there[pair.Key], $"{path}.{pair.Key}", kind)),
            (JsonArray list, JsonArray there) when list.Count == there.Count => list.SelectMany((item, i) => Fields(item, there[i], $"{path}[{i}]", kind)),
            (JsonObject { Count: 0 } or JsonArray { Count: 0 } or null, null) => [],
            (JsonValue nothing, null) when nothing.ToString() is "" or "0" or "false" => [],
            _ when JsonNode.DeepEquals(wanted, live) || IsSameQuantity(wanted, live) => [],
            _ => [$"{path} is {live?.ToJsonString() ?? "absent"}, not {wanted?.ToJsonString()}"],
        };
    }

    /// <summary>An API server writes quantities in their shortest form.</summary>
    private static bool IsSameQuantity(JsonNode? wanted, JsonNode? live) =>
        wanted is JsonValue && live is JsonValue && ResourceQuantity.Milli(wanted.ToString()) is { } milli && ResourceQuantity.Milli(live.ToString()) == milli;

    private static string Plural(string kind)
    {
        var name = kind.ToLowerInvariant();
        return name.EndsWith('s') ? $"{name}es" : name.EndsWith('y') ? $"{name[..^1]}ies" : $"{name}s";
    }
}
