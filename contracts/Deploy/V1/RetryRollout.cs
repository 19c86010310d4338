using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>Somebody wants a failed rollout to go on from its failed steps.</summary>
[InternalMessage("retry-rollout")]
[MessageUrn("platform.internal.v1.retry-rollout")]
public sealed record RetryRollout
{
    public required Guid Rollout { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string By { get; init; }
}
