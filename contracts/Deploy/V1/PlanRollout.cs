using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>Fix a rollout's clusters and render what goes to each.</summary>
[InternalMessage("plan-rollout")]
[MessageUrn("platform.internal.v1.plan-rollout")]
public sealed record PlanRollout
{
    public required Guid Rollout { get; init; }
}
