using MassTransit;

namespace Platform.Contracts.Status.V1;

/// <summary>A cluster answers again.</summary>
[PublicEvent("platform.status.v1.cluster-returned")]
[MessageUrn("platform.status.v1.cluster-returned")]
public sealed record ClusterReturned : IPublicEvent
{
    /// <summary>The cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>When it was last heard of before.</summary>
    public required DateTimeOffset Since { get; init; }

    string? IPublicEvent.Namespace => null;

    string? IPublicEvent.Application => null;

    string? IPublicEvent.Cluster => Cluster;
}
