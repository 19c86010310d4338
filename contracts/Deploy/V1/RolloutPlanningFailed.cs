using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>A rollout can't be planned (any more): nothing was applied.</summary>
[InternalMessage("rollout-planning-failed")]
[MessageUrn("platform.internal.v1.rollout-planning-failed")]
public sealed record RolloutPlanningFailed
{
    public required Guid Rollout { get; init; }

    /// <summary>Every fault, for a person.</summary>
    public required string Reason { get; init; }
}
