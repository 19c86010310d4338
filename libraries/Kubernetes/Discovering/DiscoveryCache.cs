namespace Platform.Kubernetes;

/// <summary>Discovery of one cluster, fetched once for everybody who waits for it, and again when it proves too old.</summary>
internal sealed class DiscoveryCache(DiscoveryReader reader, ClusterClientOptions options, TimeProvider time) : IDisposable
{
    /// <summary>An unknown kind is looked up again at most this often.</summary>
    private static readonly TimeSpan RefreshPause = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _gate = new(1);
    private Snapshot? _known;

    public void Invalidate() => Volatile.Write(ref _known, null);

    public Task<Discovery> GetAsync(CancellationToken ct) => GetAsync(options.DiscoveryLifetime, ct);

    /// <summary>The kind; asks the cluster anew before it says null.</summary>
    public async Task<ApiResource?> FindAsync(string apiVersion, string kind, CancellationToken ct)
    {
        if ((await GetAsync(ct)).TryFind(apiVersion, kind, out var resource))
            return resource;
        return (await GetAsync(RefreshPause, ct)).TryFind(apiVersion, kind, out resource) ? resource : null;
    }

    public void Dispose() => _gate.Dispose();

    private async Task<Discovery> GetAsync(TimeSpan atMost, CancellationToken ct)
    {
        if (Fresh(atMost) is { } known)
            return known;
        await _gate.WaitAsync(ct);
        try
        {
            if (Fresh(atMost) is { } meanwhile)
                return meanwhile;
            var fetched = await reader.ReadAsync(ct);
            Volatile.Write(ref _known, new(fetched, time.GetUtcNow()));
            return fetched;
        }
        finally
        {
            _gate.Release();
        }
    }

    private Discovery? Fresh(TimeSpan atMost) =>
        Volatile.Read(ref _known) is { } known && time.GetUtcNow() - known.FetchedAt < atMost ? known.Discovery : null;

    private sealed record Snapshot(Discovery Discovery, DateTimeOffset FetchedAt);
}
