using Platform.Sandbox.Controllers;
using Platform.Sandbox.Faults;
using Platform.Sandbox.Hosting;
using Platform.Sandbox.Store;

namespace Platform.Sandbox;

/// <summary>
/// Simulated Kubernetes clusters in this process, over real HTTPS. State is kept in the data folder, if one is given,
/// and the clusters of an earlier start go on where they were, on the same ports if these are free: each when it is first asked for
/// something, the others one after the other.
/// </summary>
public sealed partial class SandboxFleet : IAsyncDisposable
{
    private readonly Dictionary<string, SandboxCluster> _clusters = new(StringComparer.Ordinal);
    private readonly SandboxOptions _options;
    private readonly Authority _authority;
    private readonly WorkQueue _work;
    private readonly FleetServer _server;
    private readonly ILoggerFactory _log;
    private readonly List<SnapshotWriter> _snapshots = [];
    private readonly CancellationTokenSource _stopping = new();
    private Task _restoring = Task.CompletedTask;

    private SandboxFleet(SandboxOptions options, Authority authority, WorkQueue work, FleetServer server, ILoggerFactory log) =>
        (_options, _authority, _work, _server, _log) = (options, authority, work, server, log);

    public IReadOnlyList<SandboxCluster> Clusters => [.. _clusters.Values];

    public SandboxCluster this[string name] => _clusters[name];

    /// <summary>Where the admin API listens.</summary>
    public string AdminUrl => $"http://127.0.0.1:{_server.AdminPort}";

    /// <summary>Starts all clusters; they answer when it returns.</summary>
    public static async Task<SandboxFleet> StartAsync(SandboxOptions options)
    {
        if (options.Clusters.Select(c => c.Name).Distinct().Count() != options.Clusters.Count) throw new ArgumentException("Cluster names must differ.", nameof(options));
        if (options.DataDirectory is not null) Directory.CreateDirectory(options.DataDirectory);
        var authority = Authority.Open(options.DataDirectory, options.Time);
        var log = LoggerFactory.Create(l => l.AddSimpleConsole());
        var work = new WorkQueue(options.Time, log.CreateLogger("sandbox"));
        var inner = options.Clusters.Select(c => new Cluster(c.Name, c, new ClusterStore(), options.Time, work) { Authority = authority }).ToList();
        var fleet = new SandboxFleet(options, authority, work, new FleetServer(options, inner, authority), log);
        try
        {
            await fleet.OpenAsync(inner);
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    private async Task OpenAsync(List<Cluster> inner)
    {
        foreach (var cluster in inner) Prepare(cluster);
        await _server.StartAsync(new Ports(_options.DataDirectory), new AdminApi(_clusters));
        foreach (var cluster in inner)
        {
            var url = $"https://{_options.Host}:{_server.PortOf(cluster.Name)}";
            _clusters[cluster.Name] = new SandboxCluster(cluster, _authority, _options.SharedPort ? $"{url}/clusters/{cluster.Name}" : url);
        }
        _restoring = Task.Run(() => RestoreAsync(inner));
    }

    /// <summary>Opens what nobody has asked for yet, so that what was interrupted goes on; one at a time, for requests come first.</summary>
    private async Task RestoreAsync(List<Cluster> inner)
    {
        try
        {
            foreach (var cluster in inner)
            {
                Open(cluster);
                await cluster.Controllers.CaughtUpAsync().WaitAsync(_stopping.Token);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Those that are left are opened at the next start.
        }
    }

    private void Open(Cluster cluster)
    {
        try
        {
            cluster.Open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Unreadable(_log.CreateLogger("sandbox"), cluster.Name, e.Message); // Requests to it are told so, too.
        }
    }

    /// <summary>A new cluster is made at once; one that has a snapshot waits until it is needed.</summary>
    private void Prepare(Cluster cluster)
    {
        if (_options.DataDirectory is null)
        {
            Begin(cluster);
            return;
        }
        var path = Path.Combine(_options.DataDirectory, "clusters", cluster.Name + ".snapshot");
        var writer = new SnapshotWriter(cluster.Store, path, _work.NewLane(), _options.SnapshotDelay);
        _snapshots.Add(writer);
        if (File.Exists(path)) cluster.RestoreLater(() => Restore(cluster, path, writer));
        else
        {
            cluster.Dirty += writer.Touch;
            Begin(cluster);
        }
    }

    private static void Begin(Cluster cluster)
    {
        lock (cluster.Store.Gate) Bootstrap.Make(cluster);
        cluster.Controllers.Start();
    }

    private void Restore(Cluster cluster, string path, SnapshotWriter writer)
    {
        try
        {
            Snapshots.Load(cluster, path);
        }
        catch (InvalidDataException e)
        {
            // Nobody's state is thrown away unseen: it stays beside the new one.
            File.Move(path, path + ".damaged", overwrite: true);
            Damaged(_log.CreateLogger("sandbox"), path + ".damaged", cluster.Name, e.Message);
        }
        cluster.Dirty += writer.Touch;
        Begin(cluster);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The snapshot of {Cluster} can't be read. {Why}")]
    private static partial void Unreadable(ILogger log, string cluster, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "The snapshot of {Cluster} can't be read and was set aside as {Path}; the cluster starts empty. {Why}")]
    private static partial void Damaged(ILogger log, string path, string cluster, string why);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _restoring;
        await _server.DisposeAsync();
        await _work.DisposeAsync();
        foreach (var snapshot in _snapshots) snapshot.Flush();
        _stopping.Dispose();
        _authority.Dispose();
        _log.Dispose();
    }
}
