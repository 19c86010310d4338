using System.Globalization;
using System.Net;
using Platform.Local.Delivery;

namespace Platform.Local.Distributed;

/// <summary>
/// Every service as its own process, deploy twice unless told otherwise, as in production: RabbitMQ and MongoDB are named by the
/// environment, and only the gateway's port is fixed.
/// </summary>
internal sealed class DistributedPlatform : IRunningPlatform
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(90);

    private readonly Dictionary<string, Func<ChildProcess>> starters = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, ChildProcess> processes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Uri> urls = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<string> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(string Name, string Value)> addresses = [];

    private DistributedPlatform(Uri gateway) => Gateway = gateway;

    public Uri Gateway { get; }

    public string AdminKey { get; private set; } = "";

    public IReadOnlyList<(string Name, string Value)> Addresses => addresses;

    public Task<string> Ended => ended.Task;

    /// <summary>What runs, for those who measure it.</summary>
    public IReadOnlyList<(string Name, Uri Address, int Id)> Processes => [.. processes.Select(pair => (pair.Key, urls[pair.Key], pair.Value.Id))];

    /// <param name="options">As the command line says.</param>
    /// <param name="servers">The environment that names broker and database.</param>
    /// <param name="clock">Measures patience.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="deploys">How many processes of the Deploy service.</param>
    /// <exception cref="PlatformStartException">A process ended, or the gateway was not ready in time.</exception>
    public static async Task<DistributedPlatform> StartAsync(
        LocalOptions options, IReadOnlyDictionary<string, string> servers, TimeProvider clock, CancellationToken cancellation, int deploys = 2)
    {
        var platform = new DistributedPlatform(new Uri($"http://127.0.0.1:{options.Port}"));
        try
        {
            platform.StartProcesses(options, servers, deploys);
            await platform.UntilReadyAsync(clock, cancellation);
            platform.AdminKey = await options.AdminKeyAsync(cancellation);
            return platform;
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The gateway first: nobody should be let in while services go.
        foreach (var process in processes.Values.Reverse())
            await process.DisposeAsync();
    }

    /// <summary>Ends a process the hard way, as a crash would; <see cref="Restart"/> brings it back.</summary>
    public Task KillAsync(string name) => processes[name].KillAsync();

    /// <summary>Starts a process that was killed, as its supervisor would.</summary>
    public void Restart(string name) => processes[name] = starters[name]();

    private void StartProcesses(LocalOptions options, IReadOnlyDictionary<string, string> servers, int deploys)
    {
        Directory.CreateDirectory(options.DataDirectory);
        (string Service, string Process)[] services =
            [("build", "build"), ("package", "package"), .. Enumerable.Range(1, deploys).Select(number => ("deploy", $"deploy-{number}")), ("status", "status-1"), ("status", "status-2")];
        var ports = FreePorts.Take(services.Length);
        var environment = new Dictionary<string, string>(servers)
        {
            ["PLATFORM_DATA"] = options.DataDirectory,
            ["Build__AllowedFolders__0"] = SampleRepository.FolderIn(options.DataDirectory),
        };
        foreach (var (key, value) in options.SettingsAsEnvironment)
            environment[key] = value;
        var routes = new Dictionary<string, string>(environment) { ["PLATFORM_PORT"] = options.Port.ToString(CultureInfo.InvariantCulture) };
        var logs = Path.Combine(options.DataDirectory, "logs");

        for (var i = 0; i < services.Length; i++)
        {
            var (service, process) = services[i];
            var url = $"http://127.0.0.1:{ports[i]}";
            Start(process, $"Platform.{char.ToUpperInvariant(service[0])}{service[1..]}", url, environment, logs);
            routes[$"Platform__Services__{service}__{services[..i].Count(other => other.Service == service)}"] = url;
        }

        Start("gateway", "Platform.Gateway", Gateway.ToString(), routes, logs);
        addresses.Add(("logs", logs));
    }

    private void Start(string name, string assembly, string url, IReadOnlyDictionary<string, string> environment, string logs)
    {
        starters[name] = () => ChildProcess.Start(name, assembly, url, environment, logs);
        var process = processes[name] = starters[name]();
        urls[name] = new Uri(url);
        addresses.Add((name, $"{url} (process {process.Id})"));
        _ = WatchAsync(process);
    }

    private async Task WatchAsync(ChildProcess process) => ended.TrySetResult(await process.EndedAsync());

    private async Task UntilReadyAsync(TimeProvider clock, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = Gateway, Timeout = TimeSpan.FromSeconds(5) };
        var deadline = clock.GetUtcNow() + StartPatience;
        while (!await IsReadyAsync(http, cancellation))
        {
            if (ended.Task.IsCompleted)
                throw new PlatformStartException(await ended.Task);
            if (clock.GetUtcNow() > deadline)
                throw new PlatformStartException($"The gateway was not ready within {StartPatience.TotalSeconds} s; see {Gateway}readyz and the logs.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), clock, cancellation);
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.GetAsync("/readyz", cancellation);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception failure) when (failure is HttpRequestException || (failure is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }
}
