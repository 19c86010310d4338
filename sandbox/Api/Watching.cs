using System.Text;
using System.Text.Json.Nodes;
using Platform.Sandbox.Kinds;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Api;

/// <summary>Watches: a cursor in the history of a kind, woken by changes, bookmarks and its timeout.</summary>
internal static class Watching
{
    private static readonly TimeSpan BookmarkEvery = TimeSpan.FromSeconds(60);

    public static async Task HandleAsync(ApiCall call)
    {
        var query = ListQuery.Read(call);
        var options = WatchOptions.Read(call);
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(call.Http.RequestAborted, call.Cluster.Faults.Cut);
        call.Http.Response.ContentType = "application/json";
        var events = new WatchEvents(call);
        try
        {
            await RunAsync(call, query, options, events, cut.Token);
        }
        catch (KubeException failure)
        {
            await events.ErrorAsync(failure, cut.Token);
        }
        catch (OperationCanceledException) when (cut.IsCancellationRequested)
        {
            if (!call.Http.RequestAborted.IsCancellationRequested) call.Http.Abort();
        }
    }

    private static async Task RunAsync(ApiCall call, ListQuery query, WatchOptions options, WatchEvents events, CancellationToken ct)
    {
        var (store, time) = (call.Cluster.Store, call.Cluster.Time);
        var end = time.GetUtcNow() + options.Timeout;
        var bookmark = options.FirstBookmark(time.GetUtcNow(), BookmarkEvery);
        long version;
        List<StoredObject> initial;
        lock (store.Gate)
        {
            (version, initial) = Start(call, query, options);
            if (store.Of(call.Kind).History.Forgotten is var oldest && version < oldest && version > 0) throw TooOld(version, oldest);
        }
        foreach (var item in initial) events.Add("ADDED", item);
        if (options.InitialEvents == true && options.Bookmarks) events.Bookmark(version, initialEventsEnd: true);
        await events.FlushAsync(ct);
        while (true)
        {
            IReadOnlyList<Change> changes;
            Task next;
            lock (store.Gate)
            {
                var history = store.Of(call.Kind).History;
                // What is forgotten doesn't matter as long as nothing happened that this watch has yet to tell.
                if (history.Forgotten > version && history.Last > version) throw TooOld(version, history.Forgotten);
                changes = history.After(version);
                next = history.NextChange;
                version = Math.Max(version, store.Version);
            }
            foreach (var change in changes) Tell(call, query, events, change);
            var now = time.GetUtcNow();
            if (options.Bookmarks && now >= bookmark)
            {
                events.Bookmark(version, initialEventsEnd: false);
                bookmark = now + BookmarkEvery;
            }
            if (events.Any) await events.FlushAsync(ct);
            if (now >= end) return;
            var wake = options.Bookmarks && bookmark < end ? bookmark : end;
            await WaitAsync(next, wake - now, time, ct);
        }
    }

    private static KubeException TooOld(long version, long oldest) => KubeException.Expired($"too old resource version: {version} ({oldest})");

    private static async Task WaitAsync(Task next, TimeSpan longest, TimeProvider time, CancellationToken ct)
    {
        try
        {
            await next.WaitAsync(longest < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : longest, time, ct);
        }
        catch (TimeoutException)
        {
        }
    }

    /// <summary>A version that isn't there yet is waited for, without an event until then.</summary>
    private static (long Version, List<StoredObject> Initial) Start(ApiCall call, ListQuery query, WatchOptions options)
    {
        var store = call.Cluster.Store;
        var withInitial = options.InitialEvents ?? options.Version is 0;
        return withInitial
            ? (store.Version, [.. store.Of(call.Kind).In(call.Namespace).Where(query.Matches)])
            : (options.Version == 0 ? store.Version : options.Version, []);
    }

    private static void Tell(ApiCall call, ListQuery query, WatchEvents events, Change change)
    {
        if (call.Namespace.Length > 0 && change.Last.Namespace != call.Namespace) return;
        var was = change.Old is not null && query.Matches(change.Old);
        var isNow = change.New is not null && query.Matches(change.New);
        if (isNow) events.Add(was ? "MODIFIED" : "ADDED", change.New!);
        else if (was && change.New is null) events.Add("DELETED", change.Last);
        else if (was) events.Left(change.Old!, change.Version);
    }
}

/// <param name="Version">The version to watch from; 0 for any.</param>
/// <param name="InitialEvents">sendInitialEvents, where it is given.</param>
internal sealed record WatchOptions(long Version, bool? InitialEvents, bool Bookmarks, TimeSpan Timeout)
{
    public static WatchOptions Read(ApiCall call)
    {
        var version = 0L;
        if (call.Query("resourceVersion") is { Length: > 0 } text && !long.TryParse(text, out version))
            throw new KubeException(500, null, $"resourceVersion: Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax");
        bool? initial = call.Query("sendInitialEvents") is { Length: > 0 } flag ? flag is "true" or "1" : null;
        var seconds = int.TryParse(call.Query("timeoutSeconds"), out var asked) && asked > 0 ? asked : 1800 + Random.Shared.Next(1800);
        return new(version, initial, call.Flag("allowWatchBookmarks"), TimeSpan.FromSeconds(seconds));
    }

    /// <summary>Near the end of a short watch, so that every watch that asks for bookmarks sees one.</summary>
    public DateTimeOffset FirstBookmark(DateTimeOffset now, TimeSpan every) => Timeout > every ? now + every : now + Timeout - TimeSpan.FromSeconds(Math.Min(2, Timeout.TotalSeconds / 2));
}
