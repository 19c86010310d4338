using Platform.Charts;
using Platform.Deploy.Planning.Fetching;
using Platform.Network;
using Platform.Oam;
using Platform.Oci;

namespace Platform.Deploy.Planning.Sources;

/// <summary>Fetches charts that applications name: from a chart repository, an OCI registry, or an address.</summary>
internal sealed class ChartSources(Downloader downloads, SourceRegistries registries, SourceStore kept, DeployOptions options) : INeedResolver
{
    private const string Oci = "oci://";
    private readonly ChartFetcher charts = new(downloads, (int)options.SourceDownloads.MaxBytes);

    public string Kind => NeedKinds.ChartSource;

    public bool Changes => true;

    public async Task<Answer> ResolveAsync(Need need, CancellationToken ct)
    {
        var (source, repository, version) = (need.Text("source")!, need.Text("repoURL"), need.Text("version"));
        try
        {
            var chart = repository is not null ? await charts.FromRepositoryAsync(AddressOf(repository), source, version, null, registries.Open, ct)
                : source.StartsWith(Oci, StringComparison.Ordinal) ? await charts.FromRegistryAsync(source, version, registries.Open, ct)
                : await charts.FromAddressAsync(AddressOf(source), null, ct);
            return await kept.KeepAsync(PackageNames.ChartContent, chart.Content, ct);
        }
        catch (FetchException e)
        {
            throw e.IsTransient ? new NotNowException($"{e.Message}.", e) : new UnusableException(e.Message, e);
        }
        catch (OciException e)
        {
            var words = $"{source} cannot be fetched: {e.Message}";
            throw e.IsTransient ? new NotNowException(words, e) : new UnusableException(words, e);
        }
    }

    private static Uri AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : throw new UnusableException($"'{text}' is no address");
}
