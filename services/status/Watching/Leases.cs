using Platform.Hosting;

namespace Platform.Status.Watching;

/// <summary>
/// One process watches a cluster, and each about as many as the others. A lease holds for as long as its owner beats: one write a beat
/// per process, however many clusters it watches. A process counts as dead when it has not beaten for a while by the clock of the
/// process that looks at it, so clocks of different machines need not agree. Used by one loop alone, but for <see cref="Holds"/>.
/// </summary>
internal sealed class Leases(
    IDocuments<LeaseDocument> leases, IDocuments<ProcessDocument> processes, StatusOptions options, PlatformOptions platform, TimeProvider clock)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    private readonly string _me = $"{Environment.MachineName}/{Guid.NewGuid():n}";
    private readonly Dictionary<string, (long Version, long Since)> _others = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LeaseDocument> _leases = new(StringComparer.Ordinal);
    private long _beatAt = long.MinValue;
    private bool _unsure;

    /// <summary>
    /// The leases of this process count: it has beaten so lately that nobody can think it dead. A process that stood still for longer
    /// says nothing until it has looked again.
    /// </summary>
    public bool Holds => Alone || (HasBeaten && clock.GetElapsedTime(Volatile.Read(ref _beatAt)) < options.LeaseTime - options.LeaseBeat);

    /// <summary>SQLite has one process per file: what a dead one left behind is ours at once.</summary>
    private bool Alone => platform.Mongo is null;

    /// <summary>Says that this process lives, and looks who else does and who has what. False: there was no need to look.</summary>
    public async Task<bool> BeatAsync(CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        if (Alone && HasBeaten && !_unsure)
            return false; // What there is this process took itself.
        _unsure = false;
        if (!Alone)
            await SayAsync(ct);
        _leases.Clear();
        await foreach (var lease in leases.FindAllAsync(Find<LeaseDocument>.All, ct))
            _leases[lease.Id] = lease;
        Volatile.Write(ref _beatAt, began);
        return true;
    }

    /// <summary>This process has the lease, as of the last beat.</summary>
    public bool Has(string cluster) => _leases.TryGetValue(cluster, out var lease) && lease.Owner == _me;

    /// <summary>How many of so many clusters are this process's share; the shares of all that live add up.</summary>
    public int ShareOf(int clusters)
    {
        var alive = _others.Where(o => IsAlive(o.Key)).Select(o => o.Key).Append(_me).Order(StringComparer.Ordinal).ToList();
        return (clusters / alive.Count) + (alive.IndexOf(_me) < clusters % alive.Count ? 1 : 0);
    }

    /// <summary>False: another process that lives has it, or was quicker.</summary>
    public async Task<bool> TryTakeAsync(string cluster, CancellationToken ct)
    {
        if (_leases.GetValueOrDefault(cluster) is not { } lease)
        {
            lease = new() { Id = cluster, Owner = _me };
            return Known(lease, await leases.InsertAsync(lease, ct));
        }
        if (lease.Owner == _me)
            return true;
        if (IsAlive(lease.Owner))
            return false;
        var mine = new LeaseDocument { Id = cluster, Version = lease.Version, Owner = _me };
        return Known(mine, await leases.ReplaceAsync(mine, ct));
    }

    /// <summary>Whoever watches it has been silent, so it has not been looked at for as long as that takes to be seen.</summary>
    public bool IsLeft(string cluster) => _leases.GetValueOrDefault(cluster) is { Owner.Length: > 0 } lease && lease.Owner != _me && !IsAlive(lease.Owner);

    /// <summary>Others may take it at once.</summary>
    public async Task GiveBackAsync(string cluster, CancellationToken ct)
    {
        _leases.Remove(cluster);
        _unsure = true;
        await leases.UpdateAsync(cluster, lease =>
        {
            if (lease.Owner != _me)
                return false;
            lease.Owner = "";
            return true;
        }, ct);
    }

    /// <summary>This process is about to end.</summary>
    public Task LeaveAsync(CancellationToken ct) => processes.DeleteAsync(_me, ct: ct);

    private bool HasBeaten => Volatile.Read(ref _beatAt) > long.MinValue;

    private bool Known(LeaseDocument lease, bool taken)
    {
        _unsure |= !taken;
        if (taken)
            _leases[lease.Id] = lease;
        return taken;
    }

    private async Task SayAsync(CancellationToken ct)
    {
        var expires = clock.GetUtcNow() + Remembered;
        while (true)
        {
            var me = await processes.GetAsync(_me, ct) ?? new() { Id = _me };
            me.ExpiresAt = expires;
            if (me.Version == 0 ? await processes.InsertAsync(me, ct) : await processes.ReplaceAsync(me, ct))
                break;
        }
        var found = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var process in processes.FindAllAsync(Find<ProcessDocument>.All, ct))
        {
            if (process.Id == _me)
                continue;
            found.Add(process.Id);
            if (!_others.TryGetValue(process.Id, out var seen) || seen.Version != process.Version)
                _others[process.Id] = (process.Version, clock.GetTimestamp());
        }
        foreach (var gone in _others.Keys.Where(o => !found.Contains(o)).ToList())
            _others.Remove(gone);
    }

    private bool IsAlive(string process) =>
        !Alone && _others.TryGetValue(process, out var seen) && clock.GetElapsedTime(seen.Since) < options.LeaseTime;
}
