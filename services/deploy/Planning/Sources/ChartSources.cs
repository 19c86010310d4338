using Platform.Charts;
using Platform.Deploy.Planning.Fetching;
using Platform.Network;
using Platform.Oam;
using Platform.Oci;

namespace Platform.Deploy.Planning.Sources;

/// <summary>Fetches charts that applications name: from a chart repository, an OCI registry, or an address.</summary>
internal sealed class ChartSources(
    Downloader downloads, SourceStore kept, IArtifactStore store, ArtifactStoreOptions artifacts, DeployOptions options) : INeedResolver
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
            var chart = repository is not null ? await charts.FromRepositoryAsync(AddressOf(repository), source, version, null, Open, ct)
                : source.StartsWith(Oci, StringComparison.Ordinal) ? await charts.FromRegistryAsync(source, version, Open, ct)
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

    /// <summary>The platform's own store, or a registry: every connection to that is judged by address, whatever it redirects to.</summary>
    private IArtifactStore Open(ImageReference reference)
    {
        if (reference.Host != store.Host && reference.Host != artifacts.Alias)
        {
            var plain = options.SourcesByHttp && artifacts.Registries.PlainHttp.Contains(reference.Host, StringComparer.OrdinalIgnoreCase);
            return new RegistryStore(downloads.Http, RegistryEndpoint.For(reference.Host, plain));
        }

        return reference.Repository.StartsWith("packages/", StringComparison.Ordinal)
            ? throw new UnusableException($"{reference} is a package; name it in the annotation {WellKnown.Package}")
            : store;
    }

    private static Uri AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : throw new UnusableException($"'{text}' is no address");
}
