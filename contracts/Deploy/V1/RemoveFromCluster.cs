using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>Work for the deploy pool: remove from one cluster what its inventory records.</summary>
[InternalMessage("remove-from-cluster")]
[MessageUrn("platform.internal.v1.remove-from-cluster")]
public sealed record RemoveFromCluster
{
    public required Guid Rollout { get; init; }

    public required string Cluster { get; init; }

    /// <summary>Fences stale workers.</summary>
    public required int Attempt { get; init; }

    public required string Namespace { get; init; }

    public required string Application { get; init; }

    public required long Revision { get; init; }

    /// <summary>The step it is part of.</summary>
    public string Step { get; init; } = "";
}
