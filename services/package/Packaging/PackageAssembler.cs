using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Oci;

namespace Platform.Package.Packaging;

/// <summary>
/// Writes application packages: an OCI index of component packages, tagged with the version. The index names application and version, so
/// its digest is that version's alone; no time goes in, so the same components give the same digest. Who asked for it, and when it was
/// made, is attached beside it.
/// </summary>
internal sealed class PackageAssembler(IArtifactStore store)
{
    private const string BuildType = "https://platform.oam.dev/application-package/v1";

    /// <summary>Writes the package. Throws <see cref="OciException"/> when the store cannot be reached, <see cref="MissingComponentsException"/>.</summary>
    internal async Task<Descriptor> AssembleAsync(PackagingSaga package, CancellationToken ct)
    {
        var repository = PackageNames.Repository(package.Namespace, package.Application);
        var components = await Task.WhenAll(package.Components.Select(c => DescribeAsync(repository, c, ct)));
        var missing = package.Components.Where((_, i) => components[i] is null).ToList();
        if (missing.Count > 0)
            throw new MissingComponentsException(missing, store.Host);

        var pushed = await store.PushIndexAsync(
            repository,
            new ManifestIndex
            {
                ArtifactType = PackageNames.ApplicationType,
                Manifests = [.. components.OfType<Descriptor>()],
                Annotations = new Dictionary<string, string>
                {
                    [Annotations.Title] = $"{package.Namespace}/{package.Application}",
                    [Annotations.Version] = package.PackageVersion,
                },
            },
            OciNames.TagOf(package.PackageVersion),
            ct);
        await ProvenanceOf(package).AttachAsync(store, repository, $"{package.Namespace}/{package.Application}:{package.PackageVersion}", pushed, ct);
        return pushed;
    }

    private async Task<Descriptor?> DescribeAsync(string repository, PackageComponent component, CancellationToken ct) =>
        await store.ResolveAsync(repository, component.Digest!, ct) is { } found
            ? found with
            {
                ArtifactType = PackageNames.ComponentType,
                Annotations = new Dictionary<string, string> { [PackageNames.ComponentAnnotation] = component.Component },
            }
            : null;

    // The time is that of the wish to put it together, not of this moment: put together once more, it is the same statement.
    private static Provenance ProvenanceOf(PackagingSaga package) => new()
    {
        BuildType = BuildType,
        Builder = "platform/package",
        Run = $"{package.CorrelationId}/{package.Attempt}",
        StartedAt = package.CreatedAt,
        FinishedAt = package.AssemblingSince ?? package.CreatedAt,
        Materials = [.. package.Components.Select(c => new ProvenanceMaterial($"component/{c.Component}", "sha256", Digest.Parse(c.Digest!).Hex))],
        Parameters = new JsonObject
        {
            ["namespace"] = package.Namespace,
            ["application"] = package.Application,
            ["version"] = package.PackageVersion,
            ["requestedBy"] = package.RequestedBy,
            ["labels"] = JsonSerializer.SerializeToNode(package.Labels),
        },
    };
}
