using System.Net.Http.Headers;
using Platform.Network;
using Platform.Oci;

namespace Platform.Charts;

/// <summary>Fetches packaged charts that users name: from a chart repository, an OCI registry, or an address.</summary>
/// <param name="downloads">Fetches within the limits of whoever uses this.</param>
/// <param name="maxBytes">The largest chart, in bytes.</param>
public sealed class ChartFetcher(Downloader downloads, int maxBytes)
{
    private const string Scheme = "oci://";

    /// <summary>Fetches a chart of a repository in a version or range of versions.</summary>
    /// <param name="repository">The address that <c>index.yaml</c> is below.</param>
    /// <param name="name">The chart's name there.</param>
    /// <param name="wanted">A version, a range, or null for the newest stable one.</param>
    /// <param name="login">For the repository itself: not for another server that its index names.</param>
    /// <param name="open">Opens the registry that an index may name instead of a file.</param>
    /// <param name="ct">Breaks it off.</param>
    /// <exception cref="FetchException">It isn't there, or may not be fetched.</exception>
    /// <exception cref="OciException">The registry doesn't give it.</exception>
    public async Task<FetchedChart> FromRepositoryAsync(
        Uri repository, string name, string? wanted, AuthenticationHeaderValue? login, Func<ImageReference, IArtifactStore> open, CancellationToken ct)
    {
        var root = new Uri(repository.AbsoluteUri.TrimEnd('/') + "/");
        var index = new Uri(root, "index.yaml");
        var entry = ChartIndex.Choose(index, await downloads.GetAsync(index, login, ct), name, wanted);
        if (entry.Urls is not [{ } place, ..])
            throw new FetchException($"{index} names no address for {name} {entry.Version}");
        if (place.StartsWith(Scheme, StringComparison.Ordinal))
            return await FromRegistryAsync(place, null, open, ct);

        var address = new Uri(root, place);
        var chart = await FromAddressAsync(address, address.Authority == root.Authority ? login : null, ct);
        return entry.Digest is { Length: > 0 } stated && !chart.Digest.Hex.Equals(stated.Replace("sha256:", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)
            ? throw new FetchException($"{address} has digest {chart.Digest}, but {index} says {stated}")
            : chart;
    }

    /// <summary>Fetches <c>oci://host/repository</c> in a version or range, or just what <c>oci://host/repository:tag</c> is.</summary>
    /// <param name="place">Where, as Helm writes it.</param>
    /// <param name="wanted">A version, a range, or null for the newest stable one; not used when the place has a tag or digest.</param>
    /// <param name="open">Opens the registry.</param>
    /// <param name="ct">Breaks it off.</param>
    /// <exception cref="FetchException">It isn't there, or is no chart.</exception>
    /// <exception cref="OciException">The registry doesn't give it.</exception>
    public async Task<FetchedChart> FromRegistryAsync(string place, string? wanted, Func<ImageReference, IArtifactStore> open, CancellationToken ct)
    {
        if (!ImageReference.TryParse(place[Scheme.Length..], out var reference, out var fault))
            throw new FetchException($"'{place}': {fault}");
        var registry = open(reference);
        // What says no tag stands for the version, not for 'latest' as with images.
        var isTagged = place.AsSpan(place.LastIndexOf('/')).ContainsAny(':', '@');
        var tag = isTagged ? reference.TagOrDigest : OciNames.TagOf(await VersionAsync(registry, reference.Repository, wanted, ct));
        var name = $"{reference.Host}/{reference.Repository}:{tag}";
        var manifest = await registry.GetManifestAsync(reference.Repository, tag, ct)
            ?? throw new FetchException($"{reference.Host} has no chart {reference.Repository}:{tag}");
        if (MediaTypes.IsIndex(manifest.Descriptor.MediaType) || manifest.AsManifest() is not { Config.MediaType: PackageNames.ChartConfig } chart
            || chart.Layers.FirstOrDefault(layer => layer.MediaType == PackageNames.ChartContent) is not { } layer)
            throw new FetchException($"{name} is no Helm chart");
        if (layer.Size > maxBytes)
            throw new FetchException($"{name} is larger than {maxBytes} bytes");
        var content = await registry.GetBlobAsync(reference.Repository, layer.Digest, maxBytes, ct)
            ?? throw new FetchException($"{reference.Host} does not have {layer.Digest} of {name}");
        return new(content, Scheme + name, manifest.Descriptor.Digest);
    }

    /// <summary>Fetches a packaged chart from its address.</summary>
    /// <exception cref="FetchException">It isn't there, or may not be fetched.</exception>
    public async Task<FetchedChart> FromAddressAsync(Uri address, AuthenticationHeaderValue? login, CancellationToken ct)
    {
        var content = await downloads.GetAsync(address, login, ct);
        return new(content, address.ToString(), Digest.Of(content));
    }

    /// <summary>An exact version is a tag: who may pull need not be allowed to list.</summary>
    private static async Task<string> VersionAsync(IArtifactStore registry, string repository, string? wanted, CancellationToken ct) =>
        ChartVersions.IsExact(wanted) ? wanted!
        : ChartVersions.Choose(repository, wanted, [.. (await registry.ListTagsAsync(repository, ct)).Select(tag => tag.Replace('_', '+'))]);
}
