using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>Ask a cluster for its version and its kinds.</summary>
[InternalMessage("probe-cluster")]
[MessageUrn("platform.internal.v1.probe-cluster")]
public sealed record ProbeCluster
{
    public required string Cluster { get; init; }
}
