using MassTransit;

namespace Platform.Contracts.Package.V1;

/// <summary>Put the component packages of one version together.</summary>
[InternalMessage("assemble-package")]
[MessageUrn("platform.internal.v1.assemble-package")]
public sealed record AssemblePackage
{
    /// <summary>Id of the packaging, derived from namespace, application and version.</summary>
    public required Guid Packaging { get; init; }

    /// <summary>Which beginning of this version it is for.</summary>
    public required int Attempt { get; init; }
}
