using Microsoft.Extensions.Hosting;
using Platform.Hosting;
using Platform.Status.Access;
using Platform.Status.Definitions;
using Platform.Status.Drift;
using Platform.Status.Inventories;
using Platform.Status.Observing;
using Platform.Status.Resources;

namespace Platform.Status.Watching;

/// <summary>
/// Keeps one watcher for every cluster on which something was applied and whose lease this process has. Learns from the store alone, so
/// a restart, and the death of another process, need nothing special.
/// </summary>
internal sealed partial class WatchSupervisor(
    IOutbox<ClusterDocument> clusters, IDocuments<InventoryDocument> inventories, IDocuments<TreeDocument> trees, Leases leases,
    Connections connections, HealthFunctions functions, Observer observer, DriftTeller drifts, WatchSignal signal, ChangeClock changes, StatusOptions options, PlatformOptions platform, TimeProvider clock, ILogger<WatchSupervisor> logger)
    : BackgroundService
{
    /// <summary>How far behind the newest change others are looked for: a write may take its time.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(30);

    /// <summary>How far in between, and how long that is: what changed is read each time, and inventories may be large.</summary>
    private static readonly TimeSpan QuickOverlap = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, Running> _running = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Cluster, long Version, bool Removed)> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _inUse = new(StringComparer.Ordinal);
    private (DateTimeOffset Change, long SeenAt)? _newest;
    private long? _lookedFarAt;
    private long? _lookedLastAt;
    private long? _beatAt;

    /// <summary>Where this process is the only one, nobody else stores anything.</summary>
    private TimeSpan LookEvery => platform.Mongo is null ? Between : options.PollInterval;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pulse = signal.Next;
            try
            {
                var stored = signal.Stored();
                var news = await TakeAsync(stored, stoppingToken);
                if (stored.Count == 0 || _lookedLastAt is not { } last || clock.GetElapsedTime(last) >= LookEvery)
                    news |= await LookAsync(stoppingToken);
                if (_beatAt is not { } beat || clock.GetElapsedTime(beat) >= options.LeaseBeat)
                {
                    news |= await BeatAsync(stoppingToken);
                    _beatAt = clock.GetTimestamp();
                }
                if (news || signal.AccessChanged())
                    await AlignAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, e);
            }
            await Task.WhenAny(pulse, Task.Delay(options.PollInterval, clock, stoppingToken));
        }
        foreach (var cluster in _running.Keys.ToList())
            await StopAsync(cluster, giveBack: true);
        await leases.LeaveAsync(CancellationToken.None);
    }

    /// <summary>Takes what this process stored itself. True: as <see cref="LookAsync"/>.</summary>
    private async Task<bool> TakeAsync(IEnumerable<InventoryDocument> stored, CancellationToken ct)
    {
        var news = false;
        foreach (var inventory in stored)
            if (!_known.TryGetValue(inventory.Id, out var known) || known.Version < inventory.Version)
                news |= await TakeAsync(inventory, ct);
        return news;
    }

    private async Task<bool> TakeAsync(InventoryDocument inventory, CancellationToken ct)
    {
        var before = _known.GetValueOrDefault(inventory.Id);
        _known[inventory.Id] = (inventory.Cluster, inventory.Version, inventory.Removed);
        if (_running.TryGetValue(inventory.Cluster, out var running))
            await running.Watcher.NotifyAsync(inventory, ct);
        return inventory.Removed ? before.Version > 0 : _inUse.Add(inventory.Cluster);
    }

    /// <summary>Finds inventories that changed and tells their watchers. True: which clusters are in use may have changed.</summary>
    private async Task<bool> LookAsync(CancellationToken ct)
    {
        var quick = _lookedFarAt is { } far && clock.GetElapsedTime(far) < Between;
        if (!quick)
            _lookedFarAt = clock.GetTimestamp();
        var find = From(quick ? QuickOverlap : Overlap) is { } since
            ? Find<InventoryDocument>.All.WhereAtLeast(i => i.ChangedAt, since).OrderBy(i => i.ChangedAt)
            : Find<InventoryDocument>.All;
        var news = false;
        await foreach (var inventory in inventories.FindAllAsync(find, ct))
        {
            changes.Saw(inventory.ChangedAt);
            if (_newest is not { } newest || inventory.ChangedAt > newest.Change)
                _newest = (inventory.ChangedAt, clock.GetTimestamp());
            if (_known.TryGetValue(inventory.Id, out var known) && known.Version == inventory.Version)
                continue;
            news |= await TakeAsync(inventory, ct);
        }
        _lookedLastAt = clock.GetTimestamp();
        return news;
    }

    /// <summary>From which change on: what came before the newest is looked for until it could no longer come. Null: nothing is known yet.</summary>
    private DateTimeOffset? From(TimeSpan overlap) => _newest switch
    {
        null => null,
        { } newest when clock.GetElapsedTime(newest.SeenAt) > overlap => newest.Change.AddMilliseconds(1),
        { } newest => newest.Change - overlap,
    };

    /// <summary>True: other processes may have come, gone, or taken something.</summary>
    private async Task<bool> BeatAsync(CancellationToken ct)
    {
        var looked = await leases.BeatAsync(ct);
        foreach (var cluster in _running.Keys.Where(c => !leases.Has(c)).ToList())
            await StopAsync(cluster, giveBack: false);
        foreach (var (id, gone) in _known.Where(k => k.Value.Removed).ToList())
            if (await inventories.GetAsync(id, ct) is null)
                _known.Remove(id);
        return looked;
    }

    /// <summary>Starts and stops watchers until they are those that should run.</summary>
    private async Task AlignAsync(CancellationToken ct)
    {
        _inUse.Clear();
        _inUse.UnionWith(_known.Values.Where(k => !k.Removed).Select(k => k.Cluster));
        var wanted = new Dictionary<string, ClusterDocument>(StringComparer.Ordinal);
        await foreach (var cluster in clusters.Documents.FindAllAsync(Find<ClusterDocument>.All, ct))
            if (!cluster.Removed && cluster.EncryptedKubeconfig.Length > 0 && _inUse.Contains(cluster.Id))
                wanted[cluster.Id] = cluster;
        foreach (var (name, running) in _running.ToList())
            if (!wanted.TryGetValue(name, out var cluster) || cluster.Generation != running.Watcher.Generation || running.Task.IsCompleted)
                await StopAsync(name, giveBack: true);
        var share = leases.ShareOf(wanted.Count);
        foreach (var name in _running.Keys.Skip(share).ToList())
            await StopAsync(name, giveBack: true);
        foreach (var (name, cluster) in wanted)
            if (_running.Count < share && !_running.ContainsKey(name))
            {
                var unwatched = leases.IsLeft(name) ? options.LeaseTime : TimeSpan.Zero;
                if (await leases.TryTakeAsync(name, ct))
                    await StartAsync(cluster, unwatched, ct);
            }
    }

    private async Task StartAsync(ClusterDocument cluster, TimeSpan unwatched, CancellationToken ct)
    {
        var watcher = new ClusterWatcher(cluster, connections, functions, new Contact(cluster, clusters, unwatched, clock), new Teller(observer, drifts, trees, leases, options, clock), options, clock, logger);
        var parts = new List<InventoryDocument>();
        await foreach (var inventory in inventories.FindAllAsync(Find<InventoryDocument>.All.Where(i => i.Cluster, cluster.Id), ct))
            if (!inventory.Removed)
                parts.Add(inventory);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        _running[cluster.Id] = new(watcher, Task.Run(() => watcher.RunAsync(parts, stop.Token), CancellationToken.None), stop);
        StatusMetrics.Clusters.Add(1);
        LogStarted(logger, cluster.Id, parts.Count);
    }

    private async Task StopAsync(string cluster, bool giveBack)
    {
        if (!_running.Remove(cluster, out var running))
            return;
        await running.Stop.CancelAsync();
        await running.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        running.Stop.Dispose();
        await connections.EvictAsync(cluster);
        if (giveBack)
            await leases.GiveBackAsync(cluster, CancellationToken.None);
        StatusMetrics.Clusters.Add(-1);
        LogStopped(logger, cluster);
    }

    [LoggerMessage(LogLevel.Information, "Watching cluster {Cluster} for {Parts} applications")]
    private static partial void LogStarted(ILogger logger, string cluster, int parts);

    [LoggerMessage(LogLevel.Information, "Cluster {Cluster} is no longer watched from here")]
    private static partial void LogStopped(ILogger logger, string cluster);

    [LoggerMessage(LogLevel.Warning, "Looking for what to watch failed; it is tried again")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    private sealed record Running(ClusterWatcher Watcher, Task Task, CancellationTokenSource Stop);
}
