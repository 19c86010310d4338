using System.Diagnostics;
using System.Text.Json.Nodes;
using Platform.Kubernetes;
using Platform.Local.Delivery;

namespace Platform.Benchmarks.Rollouts;

/// <summary>What a script would do that knows the objects already: server-side applies, nothing recorded, watched or told.</summary>
internal sealed class BareLoop : IAsyncDisposable
{
    /// <summary>Clusters at once, as Deploy has them unless told otherwise.</summary>
    public const int Workers = 32;

    /// <summary>Objects at once on each, as Deploy has them.</summary>
    private const int ObjectsAtOnce = 4;

    private readonly ClusterClients clients = new(policy: new() { AllowLoopback = true });
    private readonly List<(string Name, ClusterClient Client)> opened;
    private readonly int workers;
    private int run;

    private BareLoop(IReadOnlyDictionary<string, string> kubeconfigs, int workers) =>
        (opened, this.workers) = ([.. kubeconfigs.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, clients.Get(pair.Key, pair.Value)))], workers);

    /// <param name="kubeconfigs">By the clusters' names.</param>
    /// <param name="workers">Clusters at once.</param>
    public static async Task<BareLoop> StartAsync(IReadOnlyDictionary<string, string> kubeconfigs, int workers = Workers)
    {
        var loop = new BareLoop(kubeconfigs, workers);
        await Parallel.ForEachAsync(loop.opened, new ParallelOptions { MaxDegreeOfParallelism = workers }, async (cluster, ct) => await cluster.Client.DiscoverAsync(ct));
        return loop;
    }

    /// <summary>Five new objects on each cluster but the first ones.</summary>
    /// <param name="skipped">How many clusters to leave out.</param>
    /// <param name="applications">How often five.</param>
    public async Task<(TimeSpan Time, TimeSpan Cpu)> RunAsync(int skipped, int applications = 1)
    {
        var number = run++;
        var work = Enumerable.Range(0, applications).SelectMany(application => opened.Skip(skipped).Select(cluster => (application, cluster.Client)));
        var (began, cpu) = (TimeProvider.System.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
        await Parallel.ForEachAsync(work, new ParallelOptions { MaxDegreeOfParallelism = workers }, async (item, ct) =>
            await Parallel.ForEachAsync(Enumerable.Range(0, 5), new ParallelOptions { MaxDegreeOfParallelism = ObjectsAtOnce, CancellationToken = ct }, async (index, token) =>
            {
                var result = await item.Client.ApplyAsync(Manifest($"bare-{number}-{item.application}-{index}"), ct: token);
                if (!result.Succeeded)
                    throw new DeliveryException(result.Failure.ToString());
            }));
        return (TimeProvider.System.GetElapsedTime(began), Process.GetCurrentProcess().TotalProcessorTime - cpu);
    }

    public ValueTask DisposeAsync() => clients.DisposeAsync();

    private static JsonObject Manifest(string name) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default", ["labels"] = new JsonObject { ["app"] = "bare" } },
        ["data"] = new JsonObject { ["key"] = "value" },
    };
}
