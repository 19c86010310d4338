using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>A parked part of a rollout is to be tried again.</summary>
[InternalMessage("resume-cluster-rollout")]
[MessageUrn("platform.internal.v1.resume-cluster-rollout")]
public sealed record ResumeClusterRollout
{
    public required Guid Rollout { get; init; }

    /// <summary>Id of the part.</summary>
    public required string Part { get; init; }
}
