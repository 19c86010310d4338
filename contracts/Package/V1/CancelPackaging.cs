using MassTransit;

namespace Platform.Contracts.Package.V1;

/// <summary>Nobody wants the package any longer: end its builds.</summary>
[InternalMessage("cancel-packaging")]
[MessageUrn("platform.internal.v1.cancel-packaging")]
public sealed record CancelPackaging
{
    /// <summary>Id of the packaging, derived from namespace, application and version.</summary>
    public required Guid Packaging { get; init; }
}
