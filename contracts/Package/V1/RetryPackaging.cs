using MassTransit;

namespace Platform.Contracts.Package.V1;

/// <summary>Build again what failed or was cancelled.</summary>
[InternalMessage("retry-packaging")]
[MessageUrn("platform.internal.v1.retry-packaging")]
public sealed record RetryPackaging
{
    /// <summary>Id of the packaging, derived from namespace, application and version.</summary>
    public required Guid Packaging { get; init; }
}
