using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>A cluster was registered.</summary>
[PublicEvent("platform.deploy.v1.cluster-registered")]
[MessageUrn("platform.deploy.v1.cluster-registered")]
public sealed record ClusterRegistered : IPublicEvent
{
    /// <summary>The cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>Labels that topologies select by.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Kubernetes version, e.g. <c>v1.36.2</c>; null when it has not been reached yet.</summary>
    public string? Version { get; init; }

    string? IPublicEvent.Namespace => null;

    string? IPublicEvent.Application => null;

    string? IPublicEvent.Cluster => Cluster;
}
