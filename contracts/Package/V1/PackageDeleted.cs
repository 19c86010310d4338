using MassTransit;

namespace Platform.Contracts.Package.V1;

/// <summary>An application package was deleted.</summary>
[PublicEvent("platform.package.v1.package-deleted")]
[MessageUrn("platform.package.v1.package-deleted")]
public sealed record PackageDeleted : IPublicEvent
{
    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The application.</summary>
    public required string Application { get; init; }

    /// <summary>Package version.</summary>
    public required string Version { get; init; }

    /// <summary>Digest it had.</summary>
    public required string Digest { get; init; }

    string? IPublicEvent.Namespace => Namespace;

    string? IPublicEvent.Application => Application;

    string? IPublicEvent.Cluster => null;
}
