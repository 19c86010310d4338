using MassTransit;

namespace Platform.Contracts.Build.V1;

/// <summary>Package asks Build for one component of one package version.</summary>
[InternalMessage("build-component")]
[MessageUrn("platform.internal.v1.build-component")]
public sealed record BuildComponent
{
    /// <summary>Id of the task, derived from package, component, content key and attempt: a repeat is the same task.</summary>
    public required Guid Task { get; init; }

    public required string Namespace { get; init; }

    public required string Application { get; init; }

    /// <summary>The package version the build is for.</summary>
    public required string PackageVersion { get; init; }

    public required string Component { get; init; }

    /// <summary>The source as registered when the packaging began.</summary>
    public required ComponentSource Source { get; init; }

    /// <summary>Equal keys give equal packages without building.</summary>
    public required string ContentKey { get; init; }

    /// <summary>Build even when an equal build exists.</summary>
    public bool Force { get; init; }

    /// <summary>Every component of the package, so that whoever follows the log knows when the last one has ended.</summary>
    public IReadOnlyList<string> PackageComponents { get; init; } = [];
}
