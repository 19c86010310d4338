using Platform.Oci;

namespace Platform.Package.Packaging;

/// <summary>
/// Writes application packages: an OCI index of component packages, tagged with the version. The index names application and version, so
/// its digest is that version's alone; no time goes in, so the same components give the same digest.
/// </summary>
internal sealed class PackageAssembler(IArtifactStore store)
{
    /// <summary>Writes the package. Throws <see cref="OciException"/> when a component package is missing or the store cannot be reached.</summary>
    internal async Task<Descriptor> AssembleAsync(PackagingSaga package, CancellationToken ct)
    {
        var repository = PackageNames.Repository(package.Namespace, package.Application);
        var components = await Task.WhenAll(package.Components.Select(c => DescribeAsync(repository, c, ct)));
        return await store.PushIndexAsync(
            repository,
            new ManifestIndex
            {
                ArtifactType = PackageNames.ApplicationType,
                Manifests = components,
                Annotations = new Dictionary<string, string>
                {
                    [Annotations.Title] = $"{package.Namespace}/{package.Application}",
                    [Annotations.Version] = package.PackageVersion,
                },
            },
            OciNames.TagOf(package.PackageVersion),
            ct);
    }

    private async Task<Descriptor> DescribeAsync(string repository, PackageComponent component, CancellationToken ct)
    {
        var found = await store.ResolveAsync(repository, component.Digest!, ct) ?? throw new OciException(
            OciError.NotFound, $"The package of component {component.Component}, {component.Digest}, is not in {store.Host} any more; build it again.");
        return found with
        {
            ArtifactType = PackageNames.ComponentType,
            Annotations = new Dictionary<string, string> { [PackageNames.ComponentAnnotation] = component.Component },
        };
    }
}
