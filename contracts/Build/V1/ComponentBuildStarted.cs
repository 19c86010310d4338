using MassTransit;

namespace Platform.Contracts.Build.V1;

/// <summary>A component is being built.</summary>
[PublicEvent("platform.build.v1.component-build-started")]
[MessageUrn("platform.build.v1.component-build-started")]
public sealed record ComponentBuildStarted : IPublicEvent
{
    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The application.</summary>
    public required string Application { get; init; }

    /// <summary>The build task's id.</summary>
    public required Guid Task { get; init; }

    /// <summary>The component.</summary>
    public required string Component { get; init; }

    /// <summary>The package version it is for.</summary>
    public required string PackageVersion { get; init; }

    string? IPublicEvent.Namespace => Namespace;

    string? IPublicEvent.Application => Application;

    string? IPublicEvent.Cluster => null;
}
