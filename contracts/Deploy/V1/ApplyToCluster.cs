using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>Work for the deploy pool: bring one cluster to a revision. The manifests are not in the message.</summary>
[InternalMessage("apply-to-cluster")]
[MessageUrn("platform.internal.v1.apply-to-cluster")]
public sealed record ApplyToCluster
{
    public required Guid Rollout { get; init; }

    public required string Cluster { get; init; }

    /// <summary>Fences stale workers: only the newest attempt writes.</summary>
    public required int Attempt { get; init; }

    public required string Namespace { get; init; }

    public required string Application { get; init; }

    public required long Revision { get; init; }

    /// <summary>The step it is part of.</summary>
    public string Step { get; init; } = "";
}
