using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>Somebody approved, or resumed what was suspended.</summary>
[InternalMessage("resume-rollout")]
[MessageUrn("platform.internal.v1.resume-rollout")]
public sealed record ResumeRollout
{
    public required Guid Rollout { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string By { get; init; }

    /// <summary>The suspended step meant; null for all.</summary>
    public string? Step { get; init; }
}
