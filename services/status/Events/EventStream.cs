using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Platform.Status.Events;

/// <summary>
/// One reader's stream of Server-Sent Events. It holds a page of events at most; a reader who takes nothing for a while is cut and
/// resumes by id.
/// </summary>
internal sealed class EventStream(EventTail tail, EventLog log, StatusOptions options, TimeProvider clock)
{
    private int _readers;

    /// <summary>False: as many read as one process can bear.</summary>
    public bool HasRoom => Volatile.Read(ref _readers) < options.EventReaders;

    public async Task WriteAsync(HttpContext context, EventFilter filter, long? after, CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var ct = either.Token;
        var response = context.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        Interlocked.Increment(ref _readers);
        StatusMetrics.Readers.Add(1);
        try
        {
            var cursor = after ?? await tail.LastAsync(ct);
            await SendAsync(context, "retry: 2000\n: events\n\n" + await GapAsync(after, ct), ct);
            while (!ct.IsCancellationRequested)
            {
                var more = tail.More;
                var page = await tail.AfterAsync(cursor, ct);
                if (page.Count > 0)
                {
                    cursor = page[^1].Sequence;
                    await SendAsync(context, Text(page.Where(filter.Lets)), ct);
                }
                else if (!await HappensAsync(more, ct))
                {
                    await SendAsync(context, ": heartbeat\n\n", ct);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The reader left, was too slow, or the process stops.
        }
        catch (IOException)
        {
            // The reader left.
        }
        finally
        {
            Interlocked.Decrement(ref _readers);
            StatusMetrics.Readers.Add(-1);
        }
    }

    /// <summary>Tells a reader who was away for longer than events are kept what is missing: never a silent gap.</summary>
    private async Task<string> GapAsync(long? after, CancellationToken ct) =>
        after is > 0 and { } last && await log.FirstAsync(ct) is var first && first > last + 1
            ? string.Create(CultureInfo.InvariantCulture, $"event: gap\ndata: {{\"after\":{last},\"resumedAt\":{first}}}\n\n")
            : "";

    private async Task<bool> HappensAsync(Task more, CancellationToken ct)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var heartbeat = Task.Delay(options.Heartbeat, clock, done.Token);
        var happened = await Task.WhenAny(more, heartbeat) == more;
        await done.CancelAsync();
        ct.ThrowIfCancellationRequested();
        return happened;
    }

    private async Task SendAsync(HttpContext context, string text, CancellationToken ct)
    {
        if (text.Length == 0)
            return;
        using var slow = new CancellationTokenSource(options.SlowReader, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, slow.Token);
        try
        {
            await context.Response.WriteAsync(text, Encoding.UTF8, either.Token);
            await context.Response.Body.FlushAsync(either.Token);
        }
        catch (OperationCanceledException) when (slow.IsCancellationRequested)
        {
            StatusMetrics.SlowReaders.Add(1);
            context.Abort();
            throw;
        }
    }

    private static string Text(IEnumerable<EventDocument> events)
    {
        var text = new StringBuilder();
        foreach (var e in events)
            text.Append(e.Frame);
        return text.ToString();
    }
}
