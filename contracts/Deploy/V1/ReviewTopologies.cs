using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>Look whether applications go to other clusters now than their newest rollout knew.</summary>
[InternalMessage("review-topologies")]
[MessageUrn("platform.internal.v1.review-topologies")]
public sealed record ReviewTopologies
{
    /// <summary><c>namespace/name</c>; null for all.</summary>
    public string? Application { get; init; }

    /// <summary>What changed, for a person.</summary>
    public required string Reason { get; init; }
}
