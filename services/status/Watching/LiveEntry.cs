using System.Globalization;
using System.Text.Json.Nodes;
using Platform.Health;
using Platform.Status.Drift;

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

    /// <summary>What its controller makes of it does not carry the component's label.</summary>
    public bool ChildrenUnlabelled { get; init; }

    public required HealthReport Health { get; init; }

    public bool Deleting { get; init; }

    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>How often its containers were started again.</summary>
    public int Restarts { get; init; }

    /// <summary>How it differs from what was applied; null when it does not, as far as is known.</summary>
    public ObjectDrift? Drift { get; init; }

    public static LiveEntry Of(JsonObject live, HealthReport health, ObjectDrift? drift)
    {
        var metadata = live["metadata"];
        return new()
        {
            Id = LiveId.Of(live),
            ApiVersion = string.Intern(live["apiVersion"]?.ToString() ?? ""),
            Uid = metadata?["uid"]?.ToString() ?? "",
            ResourceVersion = metadata?["resourceVersion"]?.ToString() ?? "",
            Generation = metadata?["generation"] is JsonValue g && g.TryGetValue<long>(out var generation) ? generation : 0,
            Owner = OwnerOf(live),
            ChildrenUnlabelled = MakesUnlabelled(live),
            Health = health,
            Deleting = metadata?["deletionTimestamp"] is not null,
            Images = ImagesOf(live),
            CreatedAt = DateTimeOffset.TryParse(metadata?["creationTimestamp"]?.ToString(), CultureInfo.InvariantCulture, out var made) ? made : null,
            Restarts = RestartsOf(live),
            Drift = drift,
        };
    }

    /// <summary>uid of what made an object; null when a person or the platform did.</summary>
    public static string? OwnerOf(JsonObject live) => live["metadata"]?["ownerReferences"] is JsonArray owners
        ? (owners.FirstOrDefault(o => o?["controller"] is JsonValue v && v.TryGetValue<bool>(out var c) && c) ?? owners.FirstOrDefault())?["uid"]?.ToString()
        : null;

    private static bool MakesUnlabelled(JsonObject live)
    {
        if (live["spec"] is not JsonObject spec || !Scopes.HasChildren(live["kind"]?.ToString() ?? ""))
            return false;
        return spec["jobTemplate"] is JsonObject job ? !IsLabelled(job) || !IsLabelled(job["spec"]?["template"]) : !IsLabelled(spec["template"]);
    }

    private static bool IsLabelled(JsonNode? template) => template?["metadata"]?["labels"]?[Scope.OfComponents] is not null;

    private static int RestartsOf(JsonObject live) => (live["status"] as JsonObject)?["containerStatuses"] is JsonArray containers
        ? containers.Sum(c => c is JsonObject o && o["restartCount"] is JsonValue count && count.TryGetValue<int>(out var restarts) ? restarts : 0)
        : 0;

    private static List<string> ImagesOf(JsonObject live)
    {
        var spec = live["spec"] as JsonObject;
        var pod = spec?["containers"] is not null ? spec : spec?["template"]?["spec"] ?? spec?["jobTemplate"]?["spec"]?["template"]?["spec"];
        return pod is JsonObject && pod["containers"] is JsonArray containers
            ? [.. containers.Select(c => c is JsonObject ? c["image"]?.ToString() : null).OfType<string>().Distinct()]
            : [];
    }
}
