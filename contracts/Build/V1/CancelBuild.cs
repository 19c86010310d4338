using MassTransit;

namespace Platform.Contracts.Build.V1;

/// <summary>Package no longer wants the result of a build.</summary>
[InternalMessage("cancel-build")]
[MessageUrn("platform.internal.v1.cancel-build")]
public sealed record CancelBuild
{
    /// <summary>The task to end.</summary>
    public required Guid Task { get; init; }
}
