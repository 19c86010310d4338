using Platform.Deploy.Planning.Fetching;
using Platform.Oam;
using Platform.Oci;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Platform.Deploy.Planning.Sources;

/// <summary>Fetches charts that applications name: from a chart repository, an OCI registry, or an address.</summary>
internal sealed class ChartSources(
    SourceDownloads downloads, SourceStore kept, IArtifactStore store, ArtifactStoreOptions artifacts, DeployOptions options) : INeedResolver
{
    private const string Oci = "oci://";
    private const int MostBytes = 32 * 1024 * 1024;

    private static readonly IDeserializer Yaml =
        new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).IgnoreUnmatchedProperties().Build();

    public string Kind => NeedKinds.ChartSource;

    public bool Changes => true;

    public async Task<Answer> ResolveAsync(Need need, CancellationToken ct)
    {
        var (source, repository, version) = (need.Text("source")!, need.Text("repoURL"), need.Text("version"));
        var chart = repository is not null ? await OfRepositoryAsync(AddressOf(repository.TrimEnd('/') + "/"), source, version, ct)
            : source.StartsWith(Oci, StringComparison.Ordinal) ? await OfRegistryAsync(source, version, ct)
            : await downloads.GetAsync(AddressOf(source), ct);
        return await kept.KeepAsync(PackageNames.ChartContent, chart, ct);
    }

    private async Task<byte[]> OfRepositoryAsync(Uri repository, string name, string? wanted, CancellationToken ct)
    {
        var address = new Uri(repository, "index.yaml");
        var entries = Entries(address, await downloads.GetAsync(address, ct), name);
        var version = ChartVersions.Choose(name, wanted, [.. entries.Select(entry => entry.Version ?? "")]);
        var entry = entries.First(known => known.Version == version);
        if (entry.Urls is not [{ } place, ..])
            throw new UnusableException($"{address} names no address for {name} {version}");
        if (place.StartsWith(Oci, StringComparison.Ordinal))
            return await OfRegistryAsync(place, null, ct);
        var chart = await downloads.GetAsync(new(repository, place), ct);
        return entry.Digest is { Length: > 0 } stated && !Digest.Of(chart).Hex.Equals(stated.Replace("sha256:", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)
            ? throw new UnusableException($"{name} {version} has digest {Digest.Of(chart)}, but {address} says {stated}")
            : chart;
    }

    private static List<IndexEntry> Entries(Uri address, byte[] index, string name)
    {
        try
        {
            using var reader = new StreamReader(new MemoryStream(index));
            return Yaml.Deserialize<IndexFile>(reader)?.Entries?.GetValueOrDefault(name) is { Count: > 0 } found
                ? found
                : throw new UnusableException($"{address} has no chart '{name}'");
        }
        catch (YamlException e)
        {
            throw new UnusableException($"{address} can't be read: line {e.Start.Line}, {e.Message}", e);
        }
    }

    private async Task<byte[]> OfRegistryAsync(string place, string? wanted, CancellationToken ct)
    {
        if (!ImageReference.TryParse(place[Oci.Length..], out var reference, out var fault))
            throw new UnusableException($"'{place}': {fault}");
        var registry = Open(place, reference);
        try
        {
            // What says no tag stands for the version, not for 'latest' as with images.
            var isTagged = place.AsSpan(place.LastIndexOf('/')).ContainsAny(':', '@');
            var tag = isTagged ? reference.TagOrDigest : OciNames.TagOf(ChartVersions.Choose(
                place, wanted, [.. (await registry.ListTagsAsync(reference.Repository, ct)).Select(known => known.Replace('_', '+'))]));
            var manifest = await registry.GetManifestAsync(reference.Repository, tag, ct) ?? throw new UnusableException($"{place} has no {tag}");
            if (MediaTypes.IsIndex(manifest.Descriptor.MediaType) || manifest.AsManifest().Layers.FirstOrDefault(layer => layer.MediaType == PackageNames.ChartContent) is not { } chart)
                throw new UnusableException($"{place}:{tag} is no Helm chart");
            return await registry.GetBlobAsync(reference.Repository, chart.Digest, MostBytes, ct) ?? throw new UnusableException($"{place} does not have {chart.Digest}");
        }
        catch (OciException e) when (e.IsTransient)
        {
            throw new NotNowException($"{place} can't be fetched: {e.Message}", e);
        }
        catch (OciException e)
        {
            throw new UnusableException($"{place} can't be fetched: {e.Message}", e);
        }
    }

    /// <summary>The platform's own store, or a registry: every connection to that is judged by address, whatever it redirects to.</summary>
    private IArtifactStore Open(string place, ImageReference reference)
    {
        if (reference.Host != store.Host && reference.Host != artifacts.Alias)
        {
            var plain = options.SourcesByHttp && artifacts.Registries.PlainHttp.Contains(reference.Host, StringComparer.OrdinalIgnoreCase);
            return new RegistryStore(downloads.Http, RegistryEndpoint.For(reference.Host, plain));
        }

        return reference.Repository.StartsWith("packages/", StringComparison.Ordinal)
            ? throw new UnusableException($"{place} is a package; name it in the annotation {WellKnown.Package}")
            : store;
    }

    private static Uri AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : throw new UnusableException($"'{text}' is no address");

    private sealed class IndexFile
    {
        public Dictionary<string, List<IndexEntry>>? Entries { get; set; }
    }

    private sealed class IndexEntry
    {
        public string? Version { get; set; }

        public List<string>? Urls { get; set; }

        public string? Digest { get; set; }
    }
}
