using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Platform.Kubernetes;

/// <summary>
/// List and watch of one kind. Facts it rests on: a watch ends by itself at its timeout and is resumed from the last version seen
/// (bookmarks move it on); a version too old is an ERROR event with code 410 inside a 200 stream, or HTTP 410, and means list anew;
/// a connection may die without a word, so silence longer than the timeout is a break.
/// </summary>
internal sealed class Watcher(ClusterClient client, RequestSender sender, ClusterClientOptions limits, TimeProvider time,
    ApiResource resource, WatchOptions options)
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    /// <summary>The version to resume from; null: list.</summary>
    private string? _version;
    private int _failures;

    public async IAsyncEnumerable<WatchEvent> ReadAsync(CancellationToken retired, [EnumeratorCancellation] CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(retired, ct);
        var stop = either.Token;
        while (!stop.IsCancellationRequested)
        {
            KubernetesFailure? failure = null;
            var source = _version is null ? ListAsync(stop) : StreamAsync(stop);
            await foreach (var e in source.WithCancellation(CancellationToken.None))
            {
                if (e.Type == WatchEventType.Interrupted)
                    failure = e.Failure;
                yield return e;
            }
            if (failure is null)
                continue;
            await PauseAsync(failure, stop);
        }
        ct.ThrowIfCancellationRequested();
    }

    private async IAsyncEnumerable<WatchEvent> ListAsync([EnumeratorCancellation] CancellationToken stop)
    {
        yield return new(WatchEventType.ListStarted);
        string? next = null;
        string version;
        do
        {
            var (page, failure) = await PageAsync(next, stop);
            if (page is null)
            {
                if (failure is not null)
                    yield return new(WatchEventType.Interrupted, Failure: failure);
                yield break;
            }
            foreach (var item in page.Items)
                yield return new(WatchEventType.Listed, item);
            (next, version) = (page.Continue, page.ResourceVersion);
        }
        while (next is not null);
        _version = version;
        _failures = 0;
        yield return new(WatchEventType.ListEnded);
    }

    private async Task<(ListPage? Page, KubernetesFailure? Failure)> PageAsync(string? next, CancellationToken stop)
    {
        try
        {
            return (await client.ListPageAsync(resource, options, next, stop), null);
        }
        catch (KubernetesException e)
        {
            return (null, e.Failure);
        }
        catch (OperationCanceledException)
        {
            return (null, null);
        }
    }

    private async IAsyncEnumerable<WatchEvent> StreamAsync([EnumeratorCancellation] CancellationToken stop)
    {
        // A little apart, so that the watches of a process don't all end in the same second.
        var lasts = options.Timeout * (0.8 + 0.4 * Random.Shared.NextDouble());
        using var silence = new CancellationTokenSource(lasts + Silence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, silence.Token);
        var opened = time.GetTimestamp();
        await using var lines = new WatchLines(sender, Path(lasts), stop, either.Token);
        if (await lines.OpenAsync() is { } refused)
        {
            if (refused.StatusCode == 410)
                _version = null;
            else
                yield return new(WatchEventType.Interrupted, Failure: refused);
            yield break;
        }
        yield return new(WatchEventType.Alive);
        var any = false;
        while (await lines.NextAsync() is { } line)
        {
            any = true;
            if (Interpreted(line) is { } e)
                yield return e;
            if (_version is null)
                yield break;
        }
        if (lines.Failure is { } broken)
            yield return new(WatchEventType.Interrupted, Failure: broken);
        else if (!any && time.GetElapsedTime(opened) < TimeSpan.FromSeconds(1) && !stop.IsCancellationRequested)
            await PauseAsync(null, stop); // A server that closes at once is not asked in a loop.
    }

    /// <summary>Moves the version on; null for what readers need not know.</summary>
    private WatchEvent? Interpreted(JsonObject line)
    {
        var type = line["type"]?.ToString();
        if (line["object"] is not JsonObject item)
            return null;
        if (type == "ERROR")
            return Refused(item);
        var version = item["metadata"]?["resourceVersion"]?.ToString();
        if (!string.IsNullOrEmpty(version))
            _version = version;
        _failures = 0;
        if (type == "BOOKMARK")
            return new(WatchEventType.Alive);
        line.Remove("object");
        item.Completed(resource, options.KeepManagedFields);
        return type switch
        {
            "ADDED" => new(WatchEventType.Added, item),
            "MODIFIED" => new(WatchEventType.Modified, item),
            "DELETED" => new(WatchEventType.Deleted, item),
            _ => null,
        };
    }

    private WatchEvent? Refused(JsonObject status)
    {
        _version = null;
        var code = status["code"] is JsonValue value && value.TryGetValue<int>(out var number) ? number : 500;
        return code == 410 ? null : new(WatchEventType.Interrupted, Failure: new()
        {
            StatusCode = code,
            Reason = status["reason"]?.ToString() ?? "InternalError",
            Message = status["message"]?.ToString() ?? "The watch ended with an error",
            Retryable = true,
        });
    }

    private string Path(TimeSpan lasts) =>
        $"{resource.Path(options.Namespace)}?watch=true&allowWatchBookmarks=true&timeoutSeconds={(int)Math.Max(1, lasts.TotalSeconds)}"
        + $"&resourceVersion={Uri.EscapeDataString(_version!)}{ClusterClient.Selectors(options)}";

    private async Task PauseAsync(KubernetesFailure? failure, CancellationToken stop)
    {
        var cap = Math.Min(limits.WatchPause.TotalMilliseconds * Math.Pow(2, Math.Min(_failures++, 10)), limits.MaxRetryPause.TotalMilliseconds);
        var pause = TimeSpan.FromMilliseconds(cap * (0.5 + 0.5 * Random.Shared.NextDouble()));
        if (failure?.RetryAfter is { } wait && wait > pause)
            pause = wait;
        await Task.Delay(pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
