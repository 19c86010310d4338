using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>A wave's time to soak is over: look whether its clusters are still well.</summary>
[InternalMessage("check-soak")]
[MessageUrn("platform.internal.v1.check-soak")]
public sealed record CheckSoak
{
    public required Guid Rollout { get; init; }

    /// <summary>Name of the step.</summary>
    public required string Step { get; init; }

    /// <summary>Number of the wave, from 1.</summary>
    public required int Wave { get; init; }
}
