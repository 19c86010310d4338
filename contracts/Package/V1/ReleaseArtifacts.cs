using MassTransit;

namespace Platform.Contracts.Package.V1;

/// <summary>A package is deleted: what it has in the artifact store can go, once nothing else refers to it.</summary>
[InternalMessage("release-artifacts")]
[MessageUrn("platform.internal.v1.release-artifacts")]
public sealed record ReleaseArtifacts
{
    public required string Namespace { get; init; }

    public required string Application { get; init; }

    /// <summary>Digests of the application package and of its component packages.</summary>
    public required IReadOnlyList<string> Digests { get; init; }

    /// <summary>References of its images, pinned by digest, wherever they are.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];
}
