using System.Threading.Channels;
using Platform.Kubernetes;
using Platform.Status.Drift;

namespace Platform.Status.Watching;

/// <summary>The watches on a cluster from when it was reached until it is lost; each writes into the loop's channel and waits while that is full.</summary>
internal sealed class Session(
    ClusterClient client, ChannelWriter<Note> notes, Expectations expectations, TimeProvider clock, CancellationToken stop)
    : IAsyncDisposable
{
    private static readonly TimeSpan ProbePause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan UnknownKindPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReadAgainPause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _all = CancellationTokenSource.CreateLinkedTokenSource(stop);
    private readonly Dictionary<Scope, (Task Task, CancellationTokenSource Stop, long Since)> _watches = [];

    private readonly Channel<(Scope Scope, ObjectKey Key)> _toRead = Channel.CreateUnbounded<(Scope, ObjectKey)>(new() { SingleReader = true });

    private Task? _probing;
    private long _asked;
    private Task? _reading;

    public LiveStore Live { get; } = new(expectations.Read);

    public bool Ended { get; set; }

    /// <summary>
    /// Asks the cluster for a sign of life, until it gives one: its watches are silent when nothing happens, and also when an API server hangs
    /// behind a connection that lives.
    /// </summary>
    public void Probe()
    {
        if (_probing is { IsCompleted: false })
            return;
        _asked = clock.GetTimestamp();
        _probing = ProbeAsync();
    }

    /// <summary>How long an answer to <see cref="Probe"/> has been awaited.</summary>
    public TimeSpan AskedFor => _probing is { IsCompleted: false } ? clock.GetElapsedTime(_asked) : TimeSpan.Zero;

    /// <summary>
    /// Looks again at an object that was seen before it was known what to expect of it, or who judges it. What was seen exactly as it was
    /// <paramref name="applied"/> needs no second look.
    /// </summary>
    public void LookAgain(LiveId id, string? applied = null)
    {
        if (Live.Find(id) is not { } entry || (entry.ResourceVersion == applied && entry.Drift is null) || Live.ScopeOf(id) is not { } scope)
            return;
        _toRead.Writer.TryWrite((scope, new(entry.ApiVersion, id.Kind, id.Namespace, id.Name)));
        _reading ??= Task.Run(ReadAsync, CancellationToken.None);
    }

    /// <summary>Starts what is missing and stops what nobody needs any more. True: something was started or stopped.</summary>
    public bool Watch(IReadOnlySet<Scope> wanted)
    {
        var changed = false;
        foreach (var scope in _watches.Keys.Where(s => !wanted.Contains(s)).ToList())
        {
            _watches.Remove(scope, out var watch);
            watch.Stop.Cancel();
            Live.Drop(scope);
            changed = true;
        }
        foreach (var scope in wanted.Where(s => !_watches.ContainsKey(s) && !Scopes.Waits(s, wanted, Live)))
        {
            _ = Live[scope];
            _watches[scope] = Start(scope, Task.CompletedTask);
            changed = true;
        }
        return changed;
    }

    /// <summary>
    /// Reads again through what watch children passed before their parents were known, each at most once in a while. False: some of them later.
    /// </summary>
    public bool ReadMissed()
    {
        var missed = Live.Parents.Missed();
        foreach (var scope in missed)
            if (Live[scope].Listing is null && _watches.TryGetValue(scope, out var watch) && clock.GetElapsedTime(watch.Since) >= ReadAgainPause)
            {
                Live.Parents.Forget(scope);
                watch.Stop.Cancel();
                _watches[scope] = Start(scope, watch.Task);
            }
        return missed.Count == 0 || Live.Parents.Missed().Count == 0;
    }

    public async ValueTask DisposeAsync()
    {
        await _all.CancelAsync();
        foreach (var (task, ends, _) in _watches.Values)
        {
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ends.Dispose();
        }
        Live.Clear();
        await (_probing ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await (_reading ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _all.Dispose();
    }

    private (Task Task, CancellationTokenSource Stop, long Since) Start(Scope scope, Task before)
    {
        var ends = CancellationTokenSource.CreateLinkedTokenSource(_all.Token);
        return (Task.Run(() => WatchAsync(scope, before, ends.Token), CancellationToken.None), ends, clock.GetTimestamp());
    }

    private async Task ReadAsync()
    {
        await foreach (var (scope, key) in _toRead.Reader.ReadAllAsync(_all.Token))
            try
            {
                if (await client.GetAsync(key, _all.Token) is { } live)
                    await notes.WriteAsync(new Note.Read(this, scope, live), _all.Token);
            }
            catch (KubernetesException)
            {
                // What it was is known from its watch; the next change tells.
            }
    }

    private async Task ProbeAsync()
    {
        while (!await AnswersAsync())
            await Task.Delay(ProbePause, clock, _all.Token);
        await notes.WriteAsync(new Note.Answered(this), _all.Token);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await client.GetVersionAsync(_all.Token);
            return true;
        }
        catch (KubernetesException e)
        {
            return e.Failure.StatusCode is > 0 and < 500; // It answers, if not to this.
        }
    }

    private async Task WatchAsync(Scope scope, Task before, CancellationToken ct)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // What it told last is older than what is told from here on.
        while (!ct.IsCancellationRequested)
        {
            try
            {
                if (await client.FindResourceAsync(scope.ApiVersion, scope.Kind, ct) is { } resource)
                {
                    if (await ReadAsync(scope, resource, ct))
                    {
                        await notes.WriteAsync(new Note.Ended(this), ct);
                        return;
                    }
                    continue;
                }
                await notes.WriteAsync(new Note.UnknownKind(this, scope), ct);
                await Task.Delay(UnknownKindPause, clock, ct);
            }
            catch (KubernetesException e)
            {
                await notes.WriteAsync(new Note.Event(this, scope, new(WatchEventType.Interrupted, Failure: e.Failure)), ct);
                await Task.Delay(TimeSpan.FromSeconds(1 + Random.Shared.NextDouble()), clock, ct);
            }
        }
    }

    /// <summary>True: the client was replaced. False: the kind is to be looked up anew.</summary>
    private async Task<bool> ReadAsync(Scope scope, ApiResource resource, CancellationToken ct)
    {
        using var turn = new ListTurn(clock);
        await foreach (var e in client.WatchAsync(resource, new() { Namespace = scope.Namespace, LabelSelector = scope.Selector, KeepManagedFields = scope.Selection == Selection.Applied }, ct))
        {
            if (e.Type == WatchEventType.ListStarted)
                Live.Parents.Forget(scope);
            if (e.Type == WatchEventType.Listed && !Live.Concerns(scope, e.Live!))
                continue; // Thousands of them need not wait in the loop's channel.
            await notes.WriteAsync(new Note.Event(this, scope, e), ct);
            if (e.Type == WatchEventType.ListStarted)
                await turn.TakeAsync(ct);
            else if (e.Type != WatchEventType.Listed)
                turn.GiveBack();
            if (e is { Type: WatchEventType.Interrupted, Failure.StatusCode: 404 })
            {
                await Task.Delay(TimeSpan.FromSeconds(1 + Random.Shared.NextDouble()), clock, ct);
                return false;
            }
        }
        return true;
    }
}
