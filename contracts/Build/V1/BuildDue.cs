using MassTransit;

namespace Platform.Contracts.Build.V1;

/// <summary>A build is waiting for a worker, or its worker has not been heard of.</summary>
[InternalMessage("build-due")]
[MessageUrn("platform.internal.v1.build-due")]
public sealed record BuildDue
{
    /// <summary>Id of the build task.</summary>
    public required Guid Task { get; init; }
}
