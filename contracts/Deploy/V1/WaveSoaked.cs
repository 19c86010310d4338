using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>A wave was looked at after its time to soak; clusters that were no longer well have failed.</summary>
[InternalMessage("wave-soaked")]
[MessageUrn("platform.internal.v1.wave-soaked")]
public sealed record WaveSoaked
{
    public required Guid Rollout { get; init; }

    /// <summary>Name of the step.</summary>
    public required string Step { get; init; }

    /// <summary>Number of the wave, from 1.</summary>
    public required int Wave { get; init; }
}
