using System.Text.Json.Nodes;
using Platform.Health;

namespace Platform.Status.Watching;

/// <summary>What is kept of a live object: what health, the tree and the versions seen need, and nothing else.</summary>
internal sealed record LiveEntry
{
    public required LiveId Id { get; init; }

    public required string ApiVersion { get; init; }

    public required string Uid { get; init; }

    public required string ResourceVersion { get; init; }

    public required long Generation { get; init; }

    /// <summary>uid of what made it; null when a person or the platform did.</summary>
    public string? Owner { get; init; }

    public required HealthReport Health { get; init; }

    public bool Deleting { get; init; }

    public IReadOnlyList<string> Images { get; init; } = [];

    public static LiveEntry Of(JsonObject live)
    {
        var metadata = live["metadata"];
        return new()
        {
            Id = LiveId.Of(live),
            ApiVersion = live["apiVersion"]?.ToString() ?? "",
            Uid = metadata?["uid"]?.ToString() ?? "",
            ResourceVersion = metadata?["resourceVersion"]?.ToString() ?? "",
            Generation = metadata?["generation"] is JsonValue g && g.TryGetValue<long>(out var generation) ? generation : 0,
            Owner = OwnerOf(metadata?["ownerReferences"] as JsonArray),
            Health = HealthRules.Of(live),
            Deleting = metadata?["deletionTimestamp"] is not null,
            Images = ImagesOf(live),
        };
    }

    private static string? OwnerOf(JsonArray? owners) =>
        (owners?.FirstOrDefault(o => o?["controller"] is JsonValue v && v.TryGetValue<bool>(out var c) && c) ?? owners?.FirstOrDefault())?["uid"]?.ToString();

    private static List<string> ImagesOf(JsonObject live)
    {
        var spec = live["spec"] as JsonObject;
        var pod = spec?["containers"] is not null ? spec : spec?["template"]?["spec"] ?? spec?["jobTemplate"]?["spec"]?["template"]?["spec"];
        return pod is JsonObject && pod["containers"] is JsonArray containers
            ? [.. containers.Select(c => c is JsonObject ? c["image"]?.ToString() : null).OfType<string>().Distinct()]
            : [];
    }
}
