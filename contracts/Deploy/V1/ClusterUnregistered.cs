using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>A cluster was removed from the registry.</summary>
[PublicEvent("platform.deploy.v1.cluster-unregistered")]
[MessageUrn("platform.deploy.v1.cluster-unregistered")]
public sealed record ClusterUnregistered : IPublicEvent
{
    /// <summary>The cluster.</summary>
    public required string Cluster { get; init; }

    string? IPublicEvent.Namespace => null;

    string? IPublicEvent.Application => null;

    string? IPublicEvent.Cluster => Cluster;
}
