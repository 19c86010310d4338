using MassTransit;

namespace Platform.Contracts.Package.V1;

/// <summary>An application package could not be made.</summary>
[PublicEvent("platform.package.v1.application-packaging-failed")]
[MessageUrn("platform.package.v1.application-packaging-failed")]
public sealed record ApplicationPackagingFailed : IPublicEvent
{
    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The application.</summary>
    public required string Application { get; init; }

    /// <summary>Package version.</summary>
    public required string Version { get; init; }

    /// <summary>Every component's reason, for a person.</summary>
    public required string Reason { get; init; }

    string? IPublicEvent.Namespace => Namespace;

    string? IPublicEvent.Application => Application;

    string? IPublicEvent.Cluster => null;
}
