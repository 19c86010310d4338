using Platform.Build.Tasks;
using Platform.Contracts.Build.V1;
using Platform.Oci;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Platform.Build.Contents;

/// <summary>A chart repository: an <c>index.yaml</c> that says which versions there are, and where (helm.sh, "The chart repository structure").</summary>
internal sealed class ChartRepository(Downloads downloads, ChartRegistry registry)
{
    private static readonly IDeserializer Yaml =
        new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).IgnoreUnmatchedProperties().Build();

    /// <summary>Fetches the chart in the version that was chosen. Throws <see cref="BuildFailedException"/>.</summary>
    internal async Task<PackedChart> FetchAsync(BuildJob job, string address, ChartSource source, CancellationToken ct)
    {
        var root = new Uri(address.TrimEnd('/') + "/");
        var entries = await IndexAsync(job, root, source.Name!, ct);
        var version = ChartVersions.Choose(source.Name!, source.Version, [.. entries.Select(e => e.Version ?? "")]);
        var entry = entries.First(e => e.Version == version);
        await job.Log.WriteAsync($"{source.Name} {source.Version ?? "(the newest)"} is {version}", ct);
        if (entry.Urls is not [{ } place, ..])
            throw new BuildFailedException($"{root}index.yaml names no address for {source.Name} {version}.");
        if (place.StartsWith("oci://", StringComparison.Ordinal))
            return await registry.FetchTaggedAsync(job, place, ct);

        var url = new Uri(root, place);
        // Credentials of the repository are not for another server that its index names.
        var secrets = url.Authority == root.Authority ? job.Secrets : new SourceSecrets();
        var file = Path.Combine(job.Folder, "chart.tgz");
        var digest = await downloads.GetAsync(url, file, secrets, ct);
        if (entry.Digest is { Length: > 0 } stated && !digest.Hex.Equals(stated.Replace("sha256:", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase))
            throw new BuildFailedException($"{url} has digest {digest}, but {root}index.yaml says {stated}.");
        return new PackedChart(file, [new ProvenanceMaterial(url.ToString(), "sha256", digest.Hex)]);
    }

    private async Task<List<IndexEntry>> IndexAsync(BuildJob job, Uri root, string name, CancellationToken ct)
    {
        var address = new Uri(root, "index.yaml");
        await job.Log.WriteAsync($"Looking {name} up in {address}", ct);
        var file = Path.Combine(job.Folder, "index.yaml");
        await downloads.GetAsync(address, file, job.Secrets, ct);
        try
        {
            using var reader = new StreamReader(file);
            var index = Yaml.Deserialize<IndexFile>(reader);
            return index?.Entries is { } entries && entries.TryGetValue(name, out var found) && found is { Count: > 0 }
                ? found
                : throw new BuildFailedException($"{address} has no chart {name}.");
        }
        catch (YamlException e)
        {
            throw new BuildFailedException($"{address} cannot be read: line {e.Start.Line}, {e.Message}", e);
        }
    }

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
