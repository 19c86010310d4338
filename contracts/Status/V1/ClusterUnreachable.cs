using MassTransit;

namespace Platform.Contracts.Status.V1;

/// <summary>A cluster no longer answers.</summary>
[PublicEvent("platform.status.v1.cluster-unreachable")]
[MessageUrn("platform.status.v1.cluster-unreachable")]
public sealed record ClusterUnreachable : IPublicEvent
{
    /// <summary>The cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>When it was last heard of.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>For a person.</summary>
    public required string Reason { get; init; }

    string? IPublicEvent.Namespace => null;

    string? IPublicEvent.Application => null;

    string? IPublicEvent.Cluster => Cluster;
}
