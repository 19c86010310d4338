using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Platform.Benchmarks.Sandbox;
using Platform.Local;
using Platform.Local.Delivery;
using Platform.Local.Distributed;

namespace Platform.Benchmarks.Rollouts;

/// <summary>
/// The platform and its clusters, all of them other processes than this one, so that each one's processor time is its own: the platform as
/// <c>./run</c> starts it in one process, or each service apart; all clusters in one sandbox.
/// </summary>
internal sealed class TestBed : IAsyncDisposable
{
    private const int MostLooks = 30;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    /// <summary>Labels of all clusters, and of those that are not among the first fifth.</summary>
    public const string Everywhere = "{region: east}";

    public const string WithoutTheFirstFifth = "{region: east, first-fifth: \"no\"}";

    private readonly SandboxProcess sandbox;
    private readonly IAsyncDisposable platform;
    private readonly HttpClient admin;

    private TestBed(SandboxProcess sandbox, IAsyncDisposable platform, Uri address, string key, IReadOnlyList<Meter> meters)
    {
        (this.sandbox, this.platform, Meters) = (sandbox, platform, meters);
        admin = new HttpClient { BaseAddress = sandbox.Admin };
        (Address, AdminKey) = (address, key);
        Gateway = new GatewayClient(address, key);
    }

    public Uri Address { get; }

    public string AdminKey { get; }

    public GatewayClient Gateway { get; }

    public IReadOnlyList<Meter> Meters { get; }

    /// <summary>Kubeconfigs by the clusters' names.</summary>
    public IReadOnlyDictionary<string, string> Kubeconfigs => sandbox.Kubeconfigs();

    /// <param name="clusters">How many.</param>
    /// <param name="distributed">Each service a process of its own; broker and database are named by the environment.</param>
    /// <param name="deploys">How many processes of Deploy then.</param>
    /// <param name="workers">Clusters each of them works on at once.</param>
    public static async Task<TestBed> StartAsync(int clusters, bool distributed, int deploys = 1, int workers = BareLoop.Workers)
    {
        var options = new LocalOptions
        {
            DataDirectory = Directory.CreateTempSubdirectory("platform-benchmark-").FullName,
            Port = FreePorts.Take(1)[0],
            Settings = new Dictionary<string, string> { ["Deploy:Workers"] = $"{workers}" },
        };
        var sandbox = await SandboxProcess.StartAsync(clusters);
        var bed = distributed ? await DistributedAsync(sandbox, options, deploys) : await EmbeddedAsync(sandbox, options);
        var ordered = bed.Kubeconfigs.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select((pair, index) => (pair.Key, pair.Value, First: index < clusters / 5 ? "yes" : "no"));
        await Parallel.ForEachAsync(ordered, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (cluster, ct) => await bed.Gateway.PutJsonAsync(
            $"clusters/{cluster.Key}", new JsonObject { ["kubeconfig"] = cluster.Value, ["labels"] = new JsonObject { ["region"] = "east", ["first-fifth"] = cluster.First } }, ct));
        return bed;
    }

    public async Task<Reading> ReadAsync()
    {
        var all = Reading.Zero;
        foreach (var meter in Meters)
            all += await meter.ReadAsync();
        return all;
    }

    /// <summary>
    /// Until the platform has nothing to do: it compiles what it has run often for seconds after, and that is not a rollout's cost. (A process
    /// that has just started pays it.)
    /// </summary>
    public async Task SettleAsync()
    {
        for (var (looks, before) = (0, await ReadAsync()); looks < MostLooks; looks++)
        {
            await Task.Delay(LookEvery);
            var now = await ReadAsync();
            if (now.Cpu - before.Cpu < Quiet)
                return;
            before = now;
        }
    }

    /// <summary>How slow all clusters are, and which of them answer nothing at all.</summary>
    public Task SetFaultsAsync(TimeSpan latency, int hanging) => Parallel.ForEachAsync(
        Kubeconfigs.Keys.Order(StringComparer.Ordinal).Select((name, index) => (name, index)), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (cluster, ct) =>
        {
            var faults = new JsonObject { ["latencyMilliseconds"] = latency.TotalMilliseconds, ["hanging"] = cluster.index < hanging };
            using var answer = await admin.PutAsJsonAsync($"/sandbox/v1/clusters/{cluster.name}/faults", faults, ct);
            answer.EnsureSuccessStatusCode();
        });

    public async ValueTask DisposeAsync()
    {
        Gateway.Dispose();
        admin.Dispose();
        foreach (var meter in Meters)
            meter.Dispose();
        await platform.DisposeAsync();
        await sandbox.DisposeAsync();
    }

    private static async Task<TestBed> DistributedAsync(SandboxProcess sandbox, LocalOptions options, int deploys)
    {
        var platform = await DistributedPlatform.StartAsync(options, Servers.FromEnvironment(options), TimeProvider.System, CancellationToken.None, deploys);
        return new(sandbox, platform, platform.Gateway, platform.AdminKey, [.. platform.Processes.Select(process => new Meter(process.Name, process.Address, process.Id))]);
    }

    private static async Task<TestBed> EmbeddedAsync(SandboxProcess sandbox, LocalOptions options)
    {
        var address = new Uri($"http://127.0.0.1:{options.Port}");
        var platform = ChildProcess.Start(
            "platform", "Platform.Local", null, options.SettingsAsEnvironment, Path.Combine(options.DataDirectory, "logs"),
            "--serve", "--clusters", "0", "--data", options.DataDirectory, "--port", $"{options.Port}");
        using var http = new HttpClient { BaseAddress = address };
        while (!await IsReadyAsync(http))
            await Task.WhenAny(Task.Delay(100), platform.EndedAsync());
        return new(sandbox, platform, address, await options.AdminKeyAsync(CancellationToken.None), [new Meter("platform", address, platform.Id)]);
    }

    private static async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync("/readyz");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
