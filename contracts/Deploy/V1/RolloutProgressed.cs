using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>Parts of a step ended, many of them at once; the rollout counts anew.</summary>
[InternalMessage("rollout-progressed")]
[MessageUrn("platform.internal.v1.rollout-progressed")]
public sealed record RolloutProgressed
{
    public required Guid Rollout { get; init; }

    /// <summary>Name of the step.</summary>
    public required string Step { get; init; }
}
