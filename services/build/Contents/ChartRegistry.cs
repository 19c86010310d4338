using Microsoft.Extensions.Options;
using Platform.Build.Tasks;
using Platform.Oci;
using Semver;

namespace Platform.Build.Contents;

/// <summary>Charts in registries, as Helm keeps them: the version is the tag, the one layer is the packaged chart.</summary>
internal sealed class ChartRegistry(
    IArtifactStore store, ArtifactStoreOptions artifacts, Registries registries, Downloads downloads, IOptions<BuildOptions> options)
{
    private const string Scheme = "oci://";

    /// <summary>Fetches <c>oci://host/repository</c> in a version or range of versions. Throws <see cref="BuildFailedException"/> or <see cref="OciException"/>.</summary>
    internal async Task<PackedChart> FetchAsync(BuildJob job, string place, string? version, CancellationToken ct)
    {
        var reference = Parse(place);
        var from = Open(job, reference.Host);
        // An exact version is a tag: who may pull need not be allowed to list.
        if (version is not null && SemVersion.TryParse(version, SemVersionStyles.Strict, out _))
            return await FetchAsync(job, from, reference with { Tag = OciNames.TagOf(version) }, ct);
        var versions = (await from.ListTagsAsync(reference.Repository, ct)).Select(t => t.Replace('_', '+')).ToList();
        var chosen = ChartVersions.Choose(reference.Repository, version, versions);
        await job.Log.WriteAsync($"{place} {version ?? "(the newest)"} is {chosen}", ct);
        return await FetchAsync(job, from, reference with { Tag = OciNames.TagOf(chosen) }, ct);
    }

    /// <summary>Fetches <c>oci://host/repository:tag</c>, as an index of a chart repository may name it.</summary>
    internal Task<PackedChart> FetchTaggedAsync(BuildJob job, string place, CancellationToken ct)
    {
        var reference = Parse(place);
        return FetchAsync(job, Open(job, reference.Host), reference, ct);
    }

    private async Task<PackedChart> FetchAsync(BuildJob job, IArtifactStore from, ImageReference reference, CancellationToken ct)
    {
        var found = await from.GetManifestAsync(reference.Repository, reference.TagOrDigest, ct)
            ?? throw new BuildFailedException($"{reference.Host} has no chart {reference.Repository}:{reference.TagOrDigest}.");
        if (MediaTypes.IsIndex(found.Descriptor.MediaType) || found.AsManifest() is not { Config.MediaType: PackageNames.ChartConfig } manifest
            || manifest.Layers.FirstOrDefault(l => l.MediaType == PackageNames.ChartContent) is not { } layer)
            throw new BuildFailedException($"{reference} is no Helm chart.");
        if (layer.Size > options.Value.MaxContentBytes)
            throw new BuildFailedException($"{reference} has {layer.Size} bytes; a package may carry {options.Value.MaxContentBytes}.");

        var content = await from.GetBlobAsync(reference.Repository, layer.Digest, (int)options.Value.MaxContentBytes, ct)
            ?? throw new BuildFailedException($"{reference.Host} does not have {layer.Digest} of {reference}.");
        var file = Path.Combine(job.Folder, "chart.tgz");
        await File.WriteAllBytesAsync(file, content, ct);
        return new PackedChart(file, [new ProvenanceMaterial(Scheme + reference, "sha256", found.Descriptor.Digest.Hex)]);
    }

    private static ImageReference Parse(string place) =>
        ImageReference.TryParse(place[Scheme.Length..], out var reference, out var fault) ? reference : throw new BuildFailedException($"'{place}': {fault}.");

    /// <summary>
    /// The platform's own store, a registry the operator configured, or any other: that one only at addresses the platform allows, with
    /// the credentials of the source.
    /// </summary>
    private IArtifactStore Open(BuildJob job, string host)
    {
        if (host == store.Host || host == artifacts.Alias)
            return store;
        var (user, password) = (job.Secrets.Username ?? (job.Secrets.Password is null ? null : "token"), job.Secrets.Password);
        if (user is null && artifacts.Registries.Endpoints.ContainsKey(host))
            return registries.For(host);
        var plain = artifacts.Registries.PlainHttp.Contains(host, StringComparer.OrdinalIgnoreCase) || (options.Value.AllowHttp && IsLoopback(host));
        return new RegistryStore(downloads.Http, RegistryEndpoint.For(host, plain) with { User = user, Password = password });
    }

    private static bool IsLoopback(string host) => Uri.TryCreate($"http://{host}", UriKind.Absolute, out var uri) && uri.IsLoopback;
}
