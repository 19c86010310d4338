using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>Somebody said no to what waits for approval.</summary>
[InternalMessage("reject-rollout")]
[MessageUrn("platform.internal.v1.reject-rollout")]
public sealed record RejectRollout
{
    public required Guid Rollout { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string By { get; init; }

    /// <summary>In their words.</summary>
    public string? Reason { get; init; }
}
