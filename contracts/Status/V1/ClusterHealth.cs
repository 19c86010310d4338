namespace Platform.Contracts.Status.V1;

/// <summary>Health of an application on one cluster.</summary>
public sealed record ClusterHealth
{
    /// <summary>Cluster name.</summary>
    public required string Cluster { get; init; }

    /// <summary>The worst of its components.</summary>
    public required HealthStatus Health { get; init; }

    /// <summary>Revision seen there.</summary>
    public required long Revision { get; init; }

    /// <summary>When the cluster was last heard of.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>Per component.</summary>
    public IReadOnlyList<ComponentHealth> Components { get; init; } = [];
}
