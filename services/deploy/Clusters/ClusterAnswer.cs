using System.Text.Json.Nodes;

namespace Platform.Deploy.Clusters;

/// <summary>A cluster as it is shown: never with credentials.</summary>
internal sealed record ClusterAnswer
{
    public required string Name { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public required JsonNode Parameters { get; init; }

    public string? NamespaceDefault { get; init; }

    /// <summary>Where applications without a topology go.</summary>
    public required bool Default { get; init; }

    public required string Server { get; init; }

    /// <summary>Kubernetes version, null until it was reached.</summary>
    public string? Version { get; init; }

    /// <summary>Null until somebody tried.</summary>
    public bool? Reachable { get; init; }

    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>Why it can't be reached.</summary>
    public string? Message { get; init; }

    public required BreakerAnswer Breaker { get; init; }

    public required LoadAnswer Load { get; init; }

    public required DateTimeOffset RegisteredAt { get; init; }

    public required string RegisteredBy { get; init; }
}

/// <summary>Whether work on the cluster is held back.</summary>
internal sealed record BreakerAnswer(string State, int Failures, DateTimeOffset? Until);

/// <summary>Parts of rollouts on the cluster.</summary>
internal sealed record LoadAnswer(long Applying, long Waiting, long Parked);
