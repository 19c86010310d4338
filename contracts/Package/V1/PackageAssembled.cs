using MassTransit;

namespace Platform.Contracts.Package.V1;

/// <summary>The application package is in the artifact store.</summary>
[InternalMessage("package-assembled")]
[MessageUrn("platform.internal.v1.package-assembled")]
public sealed record PackageAssembled
{
    /// <summary>Id of the packaging, derived from namespace, application and version.</summary>
    public required Guid Packaging { get; init; }

    /// <summary>Which beginning of this version it is for.</summary>
    public required int Attempt { get; init; }

    /// <summary>Digest of the application package, <c>sha256:…</c>.</summary>
    public required string Digest { get; init; }
}
