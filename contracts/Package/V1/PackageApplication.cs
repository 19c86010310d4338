using MassTransit;

namespace Platform.Contracts.Package.V1;

/// <summary>Begin to make an application package, or begin again: its document says of what.</summary>
[InternalMessage("package-application")]
[MessageUrn("platform.internal.v1.package-application")]
public sealed record PackageApplication
{
    /// <summary>Id of the packaging, derived from namespace, application and version.</summary>
    public required Guid Packaging { get; init; }
}
