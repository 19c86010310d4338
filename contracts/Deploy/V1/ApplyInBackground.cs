using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>Apply a part that nobody waits for: it has a queue of its own, so that people's changes don't stand behind it.</summary>
[InternalMessage("apply-in-background")]
[MessageUrn("platform.internal.v1.apply-in-background")]
public sealed record ApplyInBackground
{
    public required ApplyToCluster Part { get; init; }
}
