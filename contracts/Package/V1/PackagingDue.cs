using MassTransit;

namespace Platform.Contracts.Package.V1;

/// <summary>A packaging has had no news for a while: what is missing is asked for again.</summary>
[InternalMessage("packaging-due")]
[MessageUrn("platform.internal.v1.packaging-due")]
public sealed record PackagingDue
{
    /// <summary>Id of the packaging, derived from namespace, application and version.</summary>
    public required Guid Packaging { get; init; }
}
