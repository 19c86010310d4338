using MassTransit;

namespace Platform.Contracts.Build.V1;

/// <summary>A component could not be built.</summary>
[PublicEvent("platform.build.v1.component-build-failed")]
[MessageUrn("platform.build.v1.component-build-failed")]
public sealed record ComponentBuildFailed : IPublicEvent
{
    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The application.</summary>
    public required string Application { get; init; }

    /// <summary>The build task's id.</summary>
    public required Guid Task { get; init; }

    /// <summary>The component.</summary>
    public required string Component { get; init; }

    /// <summary>The package version it was for.</summary>
    public required string PackageVersion { get; init; }

    /// <summary>What went wrong, for a person.</summary>
    public required string Reason { get; init; }

    /// <summary>Time from start to failure.</summary>
    public required double DurationSeconds { get; init; }

    string? IPublicEvent.Namespace => Namespace;

    string? IPublicEvent.Application => Application;

    string? IPublicEvent.Cluster => null;
}
