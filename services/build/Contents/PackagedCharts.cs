using Microsoft.Extensions.Options;
using Platform.Build.Tasks;
using Platform.Charts;
using Platform.Contracts.Build.V1;
using Platform.Network;
using Platform.Oci;

namespace Platform.Build.Contents;

/// <summary>Charts that are packaged already, from repositories, registries and addresses, fetched with the credentials of their source.</summary>
internal sealed class PackagedCharts(
    Downloader downloads, IArtifactStore store, ArtifactStoreOptions artifacts, Registries registries, IOptions<BuildOptions> options)
{
    private readonly ChartFetcher charts = new(downloads, (int)options.Value.MaxContentBytes);

    /// <summary>Fetches the chart. Throws <see cref="FetchException"/> or <see cref="OciException"/>.</summary>
    internal async Task<PackedChart> FetchAsync(BuildJob job, ChartSource source, CancellationToken ct)
    {
        var place = source.Repo ?? source.Oci ?? source.Archive!;
        await job.Log.WriteAsync($"Fetching {source.Name} {source.Version} from {place}", ct);
        var fetched = source switch
        {
            { Repo: { } repository } => await charts.FromRepositoryAsync(new Uri(repository), source.Name!, source.Version, job.Login, image => Open(job, image.Host), ct),
            { Oci: { } oci } => await charts.FromRegistryAsync(oci, source.Version, image => Open(job, image.Host), ct),
            _ => await charts.FromAddressAsync(new Uri(place), job.Login, ct),
        };
        await job.Log.WriteAsync($"Fetched {fetched.Address} {fetched.Digest}", ct);
        var file = Path.Combine(job.Folder, "chart.tgz");
        await File.WriteAllBytesAsync(file, fetched.Content, ct);
        return new PackedChart(file, [new ProvenanceMaterial(fetched.Address, "sha256", fetched.Digest.Hex)]);
    }

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
