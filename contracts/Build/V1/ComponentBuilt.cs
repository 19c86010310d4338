using MassTransit;

namespace Platform.Contracts.Build.V1;

/// <summary>A component was built, or found unchanged.</summary>
[PublicEvent("platform.build.v1.component-built")]
[MessageUrn("platform.build.v1.component-built")]
public sealed record ComponentBuilt : IPublicEvent
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

    /// <summary>Digest of the component package, <c>sha256:…</c>.</summary>
    public required string Digest { get; init; }

    /// <summary>Image references, each pinned by digest.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>Media type of what the package carries besides images: a chart, a kustomize tree, manifests, configuration; null for none.</summary>
    public string? ContentType { get; init; }

    /// <summary>Digest of that content, <c>sha256:…</c>.</summary>
    public string? ContentDigest { get; init; }

    /// <summary>True when nothing had to be built.</summary>
    public required bool Reused { get; init; }

    /// <summary>Time from start to push.</summary>
    public required double DurationSeconds { get; init; }

    string? IPublicEvent.Namespace => Namespace;

    string? IPublicEvent.Application => Application;

    string? IPublicEvent.Cluster => null;
}
