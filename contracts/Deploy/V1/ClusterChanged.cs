using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>A cluster's labels, parameters or version changed.</summary>
[PublicEvent("platform.deploy.v1.cluster-changed")]
[MessageUrn("platform.deploy.v1.cluster-changed")]
public sealed record ClusterChanged : IPublicEvent
{
    /// <summary>The cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>Labels that topologies select by.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Kubernetes version; null when it has not been reached yet.</summary>
    public string? Version { get; init; }

    string? IPublicEvent.Namespace => null;

    string? IPublicEvent.Application => null;

    string? IPublicEvent.Cluster => Cluster;
}
