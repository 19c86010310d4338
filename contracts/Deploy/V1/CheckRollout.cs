using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>A rollout's time has come: a deadline, a pause that is over, or work without news.</summary>
[InternalMessage("check-rollout")]
[MessageUrn("platform.internal.v1.check-rollout")]
public sealed record CheckRollout
{
    public required Guid Rollout { get; init; }

    /// <summary>The process that worked on it was started anew.</summary>
    public bool Restarted { get; init; }
}
