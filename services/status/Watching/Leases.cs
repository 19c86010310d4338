using Platform.Hosting;

namespace Platform.Status.Watching;

/// <summary>
/// One process watches a cluster. A lease counts as abandoned when it has not changed for a while by the clock of the process that
/// looks at it, so clocks of different machines need not agree.
/// </summary>
internal sealed class Leases(IDocuments<LeaseDocument> leases, StatusOptions options, PlatformOptions platform, TimeProvider clock)
{
    private readonly string _me = $"{Environment.MachineName}/{Guid.NewGuid():n}";
    private readonly Dictionary<string, (long Version, long Since)> _others = new(StringComparer.Ordinal);

    /// <summary>SQLite has one process per file: what a dead one left behind is ours at once.</summary>
    private bool Alone => platform.Mongo is null;

    public async Task<bool> TryTakeAsync(string cluster, CancellationToken ct)
    {
        if (await leases.GetAsync(cluster, ct) is not { } lease)
            return await leases.InsertAsync(new() { Id = cluster, Owner = _me }, ct);
        if (lease.Owner.Length > 0 && lease.Owner != _me && !Alone && !IsAbandoned(lease))
            return false;
        lease.Owner = _me;
        if (!await leases.ReplaceAsync(lease, ct))
            return false;
        _others.Remove(cluster);
        return true;
    }

    /// <summary>False: another process has it.</summary>
    public async Task<bool> BeatAsync(string cluster, CancellationToken ct)
    {
        while (await leases.GetAsync(cluster, ct) is { } lease)
        {
            if (lease.Owner != _me)
                return false;
            if (await leases.ReplaceAsync(lease, ct))
                return true;
        }
        return await leases.InsertAsync(new() { Id = cluster, Owner = _me }, ct);
    }

    public Task GiveBackAsync(string cluster, CancellationToken ct) => leases.UpdateAsync(cluster, lease =>
    {
        if (lease.Owner != _me)
            return false;
        lease.Owner = "";
        return true;
    }, ct);

    private bool IsAbandoned(LeaseDocument lease)
    {
        if (_others.TryGetValue(lease.Id, out var seen) && seen.Version == lease.Version)
            return clock.GetElapsedTime(seen.Since) >= options.LeaseTime;
        _others[lease.Id] = (lease.Version, clock.GetTimestamp());
        return false;
    }
}
