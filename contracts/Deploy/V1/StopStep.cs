using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>A step ended with parts that are not done: they are not worked on any more.</summary>
[InternalMessage("stop-step")]
[MessageUrn("platform.internal.v1.stop-step")]
public sealed record StopStep
{
    public required Guid Rollout { get; init; }

    /// <summary>Name of the step; null for all of the rollout.</summary>
    public string? Step { get; init; }

    /// <summary>Only parts of waves up to this one, whose time is over; null for all.</summary>
    public int? Wave { get; init; }

    /// <summary>What becomes of them: failed or skipped.</summary>
    public required ClusterPhase Phase { get; init; }

    /// <summary>For a person.</summary>
    public required string Reason { get; init; }
}
