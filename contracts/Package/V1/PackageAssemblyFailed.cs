using MassTransit;

namespace Platform.Contracts.Package.V1;

/// <summary>The application package could not be put together.</summary>
[InternalMessage("package-assembly-failed")]
[MessageUrn("platform.internal.v1.package-assembly-failed")]
public sealed record PackageAssemblyFailed
{
    /// <summary>Id of the packaging, derived from namespace, application and version.</summary>
    public required Guid Packaging { get; init; }

    /// <summary>Which beginning of this version it is for.</summary>
    public required int Attempt { get; init; }

    /// <summary>What went wrong, for a person.</summary>
    public required string Reason { get; init; }

    /// <summary>Components whose packages are not in the artifact store any more.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];
}
