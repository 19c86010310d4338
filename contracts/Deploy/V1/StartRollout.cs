using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>A submitted rollout may begin: the application that carries it is stored.</summary>
[InternalMessage("start-rollout")]
[MessageUrn("platform.internal.v1.start-rollout")]
public sealed record StartRollout
{
    public required Guid Rollout { get; init; }
}
