using Platform.Contracts.Build.V1;

namespace Platform.Package.Sources;

/// <summary>What a source is fetched from.</summary>
internal static class SourcePlaces
{
    /// <summary>The address; null for a source that is all in its document, and for an image that exists.</summary>
    internal static string? AddressOf(ComponentSource source) =>
        source.Image?.Git?.Url
        ?? source.Chart?.Repo ?? source.Chart?.Oci ?? source.Chart?.Git?.Url ?? source.Chart?.Archive
        ?? AddressOf(source.Kustomize) ?? AddressOf(source.Manifests) ?? AddressOf(source.Config?.Files);

    private static string? AddressOf(TreeSource? tree) => tree?.Git?.Url ?? tree?.Archive;
}
