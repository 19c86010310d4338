using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>Find out what each cluster of a rollback goes back to; the rollout's step says which clusters and how far.</summary>
[InternalMessage("plan-rollback")]
[MessageUrn("platform.internal.v1.plan-rollback")]
public sealed record PlanRollback
{
    public required Guid Rollout { get; init; }

    /// <summary>Name of the rollback's step.</summary>
    public required string Step { get; init; }
}
