using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>A part of a step on one cluster ended. Many of them make one <see cref="RolloutProgressed"/>.</summary>
[InternalMessage("part-ended")]
[MessageUrn("platform.internal.v1.part-ended")]
public sealed record PartEnded
{
    public required Guid Rollout { get; init; }

    /// <summary>Name of the step.</summary>
    public required string Step { get; init; }
}
