using Platform.Status.Access;

namespace Platform.Status.Watching;

/// <summary>When a cluster was heard of last, and whether it counts as lost; losing and finding it again are announced once each.</summary>
/// <param name="unwatched">For how long nobody had looked at it when this process took it over.</param>
internal sealed class Contact(ClusterDocument cluster, IOutbox<ClusterDocument> clusters, TimeSpan unwatched, TimeProvider clock)
{
    private bool _counted;
    private DateTimeOffset _heard = clock.GetUtcNow() - unwatched;

    /// <summary>When it was heard of last; what an earlier process knew where this one has not reached it yet.</summary>
    public DateTimeOffset LastSeen { get; private set; } = cluster.LastSeen ?? clock.GetUtcNow();

    /// <summary>How long it has been silent, as far as this process knows.</summary>
    public TimeSpan Silence => clock.GetUtcNow() - _heard;

    public bool Lost { get; private set; } = !cluster.Reachable;

    /// <summary>What people are told while it is lost.</summary>
    public string Words { get; private set; } = $"Cluster {cluster.Id} does not answer";

    /// <summary>It is no longer one of those that do not answer, or not this process's any more.</summary>
    public void Uncount()
    {
        if (_counted)
            StatusMetrics.Unreachable.Add(-1);
        _counted = false;
    }

    public void Seen() => LastSeen = _heard = clock.GetUtcNow();

    public async Task LostAsync(string reason, CancellationToken ct)
    {
        if (!_counted)
            StatusMetrics.Unreachable.Add(1);
        _counted = true;
        if (!Lost || !Words.Contains("last seen", StringComparison.Ordinal))
            Words = $"Cluster {cluster.Id} does not answer, last seen {LastSeen:yyyy-MM-dd HH:mm:ss}Z: {reason}";
        Lost = true;
        await clusters.UpdateAsync(cluster.Id, c =>
        {
            if (!c.Reachable)
                return false;
            c.Reachable = false;
            c.LastSeen = LastSeen;
            c.Publish(new ClusterUnreachable { Cluster = cluster.Id, Since = LastSeen, Reason = reason });
            return true;
        }, ct: ct);
    }

    public async Task ReturnedAsync(CancellationToken ct)
    {
        Seen();
        Uncount();
        if (!Lost)
            return;
        await clusters.UpdateAsync(cluster.Id, c =>
        {
            if (c.Reachable)
                return false;
            c.Publish(new ClusterReturned { Cluster = cluster.Id, Since = c.LastSeen ?? LastSeen });
            c.Reachable = true;
            c.LastSeen = clock.GetUtcNow();
            return true;
        }, ct: ct);
        Lost = false;
    }
}
