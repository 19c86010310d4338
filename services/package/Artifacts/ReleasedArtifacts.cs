using Platform.Oci;
using Platform.Package.Packaging;
using Platform.Storage;

namespace Platform.Package.Artifacts;

/// <summary>
/// Takes released manifests out of the artifact store, with what speaks of them and the chart tags that lead to the same chart. What they
/// refer to is freed by the store's own collection.
/// </summary>
internal sealed class ReleasedArtifacts(IDocuments<ReleasedArtifact> released, IDocuments<PackagingSaga> packages, IArtifactStore store, TimeProvider time)
{
    /// <summary>Removes what has been released for <paramref name="longerThan"/>. Throws <see cref="OciException"/>; what is left goes the next time.</summary>
    internal async Task RemoveAsync(TimeSpan longerThan, CancellationToken ct)
    {
        var before = time.GetUtcNow() - longerThan;
        var due = new List<ReleasedArtifact>();
        await foreach (var artifact in released.FindAllAsync(Find<ReleasedArtifact>.All, ct))
        {
            if (artifact.Since <= before)
                due.Add(artifact);
        }

        foreach (var ofApplication in due.GroupBy(a => a.Owner))
        {
            var used = await DigestsInUseAsync(ofApplication.Key, ct);
            foreach (var artifact in ofApplication)
            {
                if (!used.Contains(artifact.Digest))
                    await RemoveAsync(artifact, used, ct);
                await released.DeleteAsync(artifact.Id, artifact.Version, ct);
            }
        }
    }

    private async Task<HashSet<string>> DigestsInUseAsync(string owner, CancellationToken ct)
    {
        var used = new HashSet<string>();
        await foreach (var package in packages.FindAllAsync(Find<PackagingSaga>.All.Where(p => p.Owner, owner), ct))
        {
            if (!package.Leaving)
                used.UnionWith(package.Artifacts);
        }

        return used;
    }

    private async Task RemoveAsync(ReleasedArtifact artifact, HashSet<string> used, CancellationToken ct)
    {
        var digest = Digest.Parse(artifact.Digest);
        if (await store.GetManifestAsync(artifact.Repository, artifact.Digest, ct) is { } found && !MediaTypes.IsIndex(found.Descriptor.MediaType))
            await RemoveChartAsync(artifact, found.AsManifest(), used, ct);
        foreach (var referrer in await Referrers.ListAsync(store, artifact.Repository, digest, ct))
            await store.DeleteManifestAsync(artifact.Repository, referrer.Digest, ct);
        await store.DeleteTagAsync(artifact.Repository, Referrers.TagOf(digest), ct);
        await store.DeleteManifestAsync(artifact.Repository, digest, ct);
    }

    /// <summary>The chart's own tag goes too when it still leads to this very chart and no other package holds that.</summary>
    private async Task RemoveChartAsync(ReleasedArtifact artifact, Manifest component, HashSet<string> used, CancellationToken ct)
    {
        if (component.Layers.FirstOrDefault(l => l.MediaType == PackageNames.ChartContent) is not { Annotations: { } notes } chart
            || used.Contains(chart.Digest.ToString())
            || !notes.TryGetValue(PackageNames.ChartRepositoryAnnotation, out var repository)
            || !notes.TryGetValue(Annotations.Version, out var version))
            return;
        if (await store.GetManifestAsync(repository, OciNames.TagOf(version), ct) is { } own && own.AsManifest().Layers.Any(l => l.Digest == chart.Digest))
            await store.DeleteTagAsync(repository, OciNames.TagOf(version), ct);
    }
}
