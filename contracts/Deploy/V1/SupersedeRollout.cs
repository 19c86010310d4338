using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>A newer rollout of the application takes a rollout's place.</summary>
[InternalMessage("supersede-rollout")]
[MessageUrn("platform.internal.v1.supersede-rollout")]
public sealed record SupersedeRollout
{
    public required Guid Rollout { get; init; }

    /// <summary>The newer one.</summary>
    public required Guid Successor { get; init; }

    /// <summary>For a person.</summary>
    public required string Reason { get; init; }
}
