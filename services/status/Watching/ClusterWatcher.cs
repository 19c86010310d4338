using System.Security.Cryptography;
using System.Threading.Channels;
using Platform.Kubernetes;
using Platform.Status.Access;
using Platform.Status.Definitions;
using Platform.Status.Drift;
using Platform.Status.Inventories;

namespace Platform.Status.Watching;

/// <summary>
/// Watches one cluster: one loop owns everything known of it, fed through a bounded channel by its watches and by the supervisor.
/// Nothing here waits for another cluster.
/// </summary>
internal sealed partial class ClusterWatcher(
    ClusterDocument cluster, Connections connections, HealthFunctions functions, Contact contact, Teller teller, StatusOptions options, TimeProvider clock,
    ILogger logger)
{
    private const int Batch = 1000;
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    /// <summary>How often definitions that have not been heard of are looked for.</summary>
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(1);

    private readonly Channel<Note> _notes = Channel.CreateBounded<Note>(new BoundedChannelOptions(4096) { SingleReader = true });
    private readonly Dictionary<string, InventoryDocument> _inventories = new(StringComparer.Ordinal);
    private readonly HashSet<(string Group, string Kind)> _onlyByNamespace = [];
    private readonly HashSet<string> _dirty = new(StringComparer.Ordinal);
    private readonly Expectations _expectations = new(connections.PrintKey, functions);
    private Task<bool>? _more;
    private string? _failure;
    private long? _oldest;

    /// <summary>After so long without a word the cluster is asked for one.</summary>
    private TimeSpan Quiet => options.UnreachableAfter / 2;

    /// <summary>It gets so long to answer, at least: this process itself may have stood still, and its silence means nothing then.</summary>
    private TimeSpan AnswerTime => options.UnreachableAfter / 4;

    /// <summary>The access it was started with.</summary>
    public long Generation => cluster.Generation;

    public ValueTask NotifyAsync(InventoryDocument inventory, CancellationToken ct) => _notes.Writer.WriteAsync(new Note.Inventory(inventory), ct);

    public async Task RunAsync(IEnumerable<InventoryDocument> inventories, CancellationToken ct)
    {
        try
        {
            await RunAlwaysAsync(inventories, ct);
        }
        finally
        {
            teller.ForgetAll();
        }
    }

    private async Task RunAlwaysAsync(IEnumerable<InventoryDocument> inventories, CancellationToken ct)
    {
        using var counted = ct.Register(contact.Uncount);
        foreach (var inventory in inventories)
            Take(inventory, null);
        while (!ct.IsCancellationRequested)
        {
            try
            {
                var client = connections.Get(cluster);
                await ReachAsync(client, ct);
                await WatchAsync(client, ct);
                if (contact.Silence >= options.UnreachableAfter)
                    await connections.EvictAsync(cluster.Id); // A connection that nothing comes through any more would hold up the next.
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                LogFailed(logger, cluster.Id, e);
                if (e is CryptographicException or KubernetesException)
                    await LoseAsync(e.Message, ct);
                await Task.Delay(options.ProbePause, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>
    /// Returns when the cluster answers. Until then, and after the bound, what it runs is Unknown; before that is told it is asked once more, since it may
    /// have been this process that stood still.
    /// </summary>
    private async Task ReachAsync(ClusterClient client, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            var left = TimeSpan.FromTicks(Math.Max((options.UnreachableAfter - contact.Silence).Ticks, AnswerTime.Ticks));
            using var patience = new CancellationTokenSource(contact.Lost ? Timeout.InfiniteTimeSpan : left, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
            try
            {
                await client.GetVersionAsync(either.Token);
                break;
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                await LoseAsync(_failure ?? "it has been silent", ct);
            }
            catch (KubernetesException e) when (e.Failure.StatusCode is > 0 and < 500)
            {
                break; // It answers; what it allows shows when kinds are watched.
            }
            catch (KubernetesException e)
            {
                Drain(null);
                if (contact.Silence >= options.UnreachableAfter || contact.Lost)
                    await LoseAsync(e.Failure.Message, ct);
                var cap = Math.Min(250 * Math.Pow(2, Math.Min(attempt, 10)), options.ProbePause.TotalMilliseconds);
                await Task.Delay(TimeSpan.FromMilliseconds(cap * (0.5 + 0.5 * Random.Shared.NextDouble())), clock, ct);
            }
        }
        await contact.ReturnedAsync(ct);
        _dirty.UnionWith(_inventories.Keys);
    }

    private async Task LoseAsync(string reason, CancellationToken ct)
    {
        await contact.LostAsync(reason, ct);
        await teller.UnreachableAsync([.. _inventories.Values], contact.LastSeen, contact.Words, ct);
    }

    /// <summary>Returns when the cluster has been silent for too long or the client was replaced.</summary>
    private async Task WatchAsync(ClusterClient client, CancellationToken ct)
    {
        await _expectations.HearAsync(ct);
        await using var session = new Session(client, _notes.Writer, _expectations, clock, ct);
        Rescope(session);
        while (!session.Ended)
        {
            if (Drain(session))
                Rescope(session);
            var missed = !session.ReadMissed();
            if (contact.Silence >= Quiet)
                session.Probe();
            if (contact.Silence >= options.UnreachableAfter && session.AskedFor >= AnswerTime)
                return;
            foreach (var id in await _expectations.HearAsync(ct))
                session.LookAgain(id);
            if (_dirty.Count > 0)
                await TellAsync(session, ct);
            _oldest = null;
            await WaitAsync(_dirty.Count > 0 || missed ? Soon : _expectations.Unheard.Count > 0 ? Later : Patience(session), ct);
        }
    }

    /// <summary>Until nothing changes: what a watch that is stopped told of may have been why another was needed.</summary>
    private void Rescope(Session session)
    {
        while (session.Watch(Scopes.Of(_inventories.Values, _onlyByNamespace, session.Live.Parents.Places)))
        {
        }
    }

    private async Task TellAsync(Session session, CancellationToken ct)
    {
        var judged = _dirty.Where(_inventories.ContainsKey).Select(id => _inventories[id]).ToList();
        var later = await teller.TellAsync(judged, session.Live, ct);
        _dirty.Clear();
        _dirty.UnionWith(later);
        if (_oldest is { } at)
            StatusMetrics.WatchLag.Record(System.Diagnostics.Stopwatch.GetElapsedTime(at).TotalSeconds);
    }

    /// <summary>
    /// Until the cluster is asked for a sign of life, or counts as lost. Clusters ask at the same moments: waking up for each of hundreds by itself
    /// was most of what a process used that had nothing to do.
    /// </summary>
    private TimeSpan Patience(Session session)
    {
        var silence = contact.Silence;
        if (silence >= Quiet)
            return TimeSpan.FromTicks(Math.Max((options.UnreachableAfter - silence).Ticks, (AnswerTime - session.AskedFor).Ticks));
        var (due, grid) = ((clock.GetUtcNow() + Quiet - silence).UtcTicks, options.UnreachableAfter.Ticks / 8);
        return Quiet - silence + TimeSpan.FromTicks((grid - (due % grid)) % grid);
    }

    private async Task WaitAsync(TimeSpan atMost, CancellationToken ct)
    {
        _more ??= _notes.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
        await ((Task)_more).WaitAsync(atMost > Soon ? atMost : Soon, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_more.IsCompleted)
            _more = null;
        ct.ThrowIfCancellationRequested();
    }

    /// <summary>Takes in what has come. True: other watches may be needed.</summary>
    private bool Drain(Session? session)
    {
        var rescope = false;
        for (var taken = 0; taken < Batch && _notes.Reader.TryRead(out var note); taken++)
            switch (note)
            {
                case Note.Inventory i:
                    Take(i.Document, session);
                    rescope = true;
                    break;
                case Note.Event e when e.Session == session && session.Live.Has(e.Scope):
                    rescope |= Take(session, e);
                    _oldest ??= e.At;
                    break;
                case Note.Read r when r.Session == session && session.Live.Has(r.Scope):
                    Touch(session.Live.Refresh(r.Scope, r.Live));
                    break;
                case Note.UnknownKind u when u.Session == session && session.Live.Has(u.Scope):
                    session.Live[u.Scope].UnknownKind = true;
                    rescope |= u.Scope.Selection == Selection.Unlabelled;
                    contact.Seen();
                    _dirty.UnionWith(_inventories.Keys);
                    break;
                case Note.Answered a when a.Session == session:
                    contact.Seen();
                    break;
                case Note.Ended ended when ended.Session == session:
                    session.Ended = true;
                    break;
            }
        return rescope;
    }

    private bool Take(Session session, Note.Event e)
    {
        if (e.What.Failure is { StatusCode: 0 or >= 500 } failure)
            _failure = failure.Message;
        else
            contact.Seen();
        // Not allowed everywhere at once: perhaps in the namespaces we delivered to.
        var rescope = e.What is { Type: WatchEventType.Interrupted, Failure.StatusCode: 403 } && e.Scope.Namespace is null
            && _onlyByNamespace.Add((e.Scope.Group, e.Scope.Kind));
        var (places, known) = (session.Live.Parents.Places, session.Live[e.Scope].Known);
        if (session.Live.Apply(e.Scope, e.What) is not { } touched)
            _dirty.UnionWith(_inventories.Keys);
        else
            Touch(touched);
        return rescope || places != session.Live.Parents.Places || (e.Scope.Selection == Selection.Unlabelled && known != session.Live[e.Scope].Known);
    }

    private void Touch(IReadOnlyList<LiveId> touched)
    {
        foreach (var id in touched)
            _dirty.UnionWith(_expectations.OwnersOf(id));
    }

    private void Take(InventoryDocument inventory, Session? session)
    {
        if (inventory is { Removed: false, Sequence: 0, Objects.Count: 0, Pending: not null })
            return; // Its first pages are still coming.
        if (_inventories.Remove(inventory.Id, out var before))
            _expectations.Remove(before, inventory.Removed ? null : inventory);
        _dirty.Remove(inventory.Id);
        if (inventory.Removed)
        {
            teller.Forget(inventory.Id);
            return;
        }
        _dirty.Add(inventory.Id);
        var changed = _expectations.Add(inventory);
        _inventories[inventory.Id] = inventory = inventory.ToKeep();
        if (session is null || changed.Count == 0)
            return;
        var versions = inventory.Objects.ToDictionary(LiveId.Of, o => o.ResourceVersion);
        foreach (var (id, rejudge) in changed)
            session.LookAgain(id, rejudge ? null : versions[id]);
    }

    [LoggerMessage(LogLevel.Warning, "Watching cluster {Cluster} failed; it is tried again")]
    private static partial void LogFailed(ILogger logger, string cluster, Exception exception);
}
