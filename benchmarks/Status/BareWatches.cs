using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Platform.Benchmarks.Sandbox;

namespace Platform.Benchmarks.Status;

/// <summary>
/// The load, and what a client sees of it who does nothing but watch: clusters of one application each, its Deployment paused and resumed in
/// turn, which its status tells as Suspended and Healthy.
/// </summary>
internal sealed class BareWatches : IAsyncDisposable
{
    private const string Path = "/apis/apps/v1/namespaces/default/deployments";

    // Made once: what is measured shares its processors with the load.
    private static readonly byte[] Running = StatusFleet.Deployment("web", false);
    private static readonly byte[] Paused = StatusFleet.Deployment("web", true);

    private readonly ConcurrentDictionary<(int Cluster, bool Paused), TaskCompletionSource<long>> _waiting = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http;
    private readonly IReadOnlyList<string> _urls;
    private readonly TaskCompletionSource[] _open;
    private readonly List<Task> _watches;

    private BareWatches(HttpClient http, IReadOnlyList<string> kubeconfigs, bool watching)
    {
        (_http, _urls) = (http, [.. kubeconfigs.Select(StatusFleet.UrlOf)]);
        _open = [.. _urls.Where(_ => watching).Select(_ => new TaskCompletionSource())];
        _watches = [.. _open.Select((_, cluster) => WatchAsync(cluster))];
    }

    /// <summary>Where nothing is compared with them, the watches need not take processor time from what is measured.</summary>
    public static async Task<BareWatches> StartAsync(HttpClient http, IReadOnlyList<string> kubeconfigs, bool watching = true)
    {
        foreach (var kubeconfig in kubeconfigs)
            await KubeHttp.ApplyAsync(http, StatusFleet.UrlOf(kubeconfig), Path + "/web", Running);
        var watches = new BareWatches(http, kubeconfigs, watching);
        await Task.WhenAll(watches._open.Select(o => o.Task));
        return watches;
    }

    /// <summary>Changes a cluster; answers how long it took until a bare watch told of it, ms.</summary>
    public async Task<double> ChangeAsync(int cluster, bool paused)
    {
        var seen = _waiting[(cluster, paused)] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var at = Stopwatch.GetTimestamp();
        await ApplyAsync(cluster, paused);
        return Stopwatch.GetElapsedTime(at, await seen.Task.WaitAsync(TimeSpan.FromSeconds(60))).TotalMilliseconds;
    }

    public Task ApplyAsync(int cluster, bool paused) => KubeHttp.ApplyAsync(_http, _urls[cluster], Path + "/web", paused ? Paused : Running);

    /// <summary>As the cluster has it.</summary>
    public async Task<bool> IsPausedAsync(int cluster) =>
        JsonNode.Parse(await _http.GetStringAsync($"{_urls[cluster]}{Path}/web"))?["spec"]?["paused"]?.GetValue<bool>() ?? false;

    /// <summary>So many changes a second, over all clusters in turn.</summary>
    public static async Task LoadAsync(int clusters, int perSecond, int count, Func<int, bool, Task> change)
    {
        var (began, pending) = (Stopwatch.StartNew(), new List<Task>());
        for (var n = 0; n < count; n++)
        {
            var due = TimeSpan.FromSeconds((double)n / perSecond) - began.Elapsed;
            if (due > TimeSpan.Zero)
                await Task.Delay(due);
            pending.Add(change(n % clusters, n / clusters % 2 == 0));
        }
        await Task.WhenAll(pending);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_watches);
        _stop.Dispose();
    }

    private async Task WatchAsync(int cluster)
    {
        try
        {
            using var response = await _http.GetAsync($"{_urls[cluster]}{Path}?watch=true", HttpCompletionOption.ResponseHeadersRead, _stop.Token);
            _open[cluster].TrySetResult();
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(_stop.Token));
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                var at = Stopwatch.GetTimestamp();
                var paused = line.Contains("\"paused\":true", StringComparison.Ordinal);
                if (_waiting.TryRemove((cluster, paused), out var waits))
                    waits.TrySetResult(at);
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}
