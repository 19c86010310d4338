using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>Somebody ends a rollout where it is.</summary>
[InternalMessage("cancel-rollout")]
[MessageUrn("platform.internal.v1.cancel-rollout")]
public sealed record CancelRollout
{
    public required Guid Rollout { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string By { get; init; }

    /// <summary>In their words.</summary>
    public string? Reason { get; init; }
}
