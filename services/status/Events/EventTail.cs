using Microsoft.Extensions.Hosting;

namespace Platform.Status.Events;

/// <summary>
/// Reads new events from the store once for all readers of this process and keeps the newest in memory. A reader who is further back
/// reads from the store by itself, so nothing is kept for a slow one.
/// </summary>
internal sealed partial class EventTail(EventLog log, EventSignal written, StatusOptions options, TimeProvider clock, ILogger<EventTail> logger)
    : BackgroundService
{
    private const int Kept = 2048;
    private const int PageSize = 256;

    private static readonly Comparer<EventDocument> ByNumber = Comparer<EventDocument>.Create((a, b) => string.CompareOrdinal(a.Id, b.Id));

    /// <summary>By number; replaced as a whole, so that a thousand readers look at it without a lock.</summary>
    private volatile EventDocument[] _newest = [];
    private readonly EventSignal _read = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _last;

    /// <summary>Completes when there is more than there was when this was asked.</summary>
    public Task More => _read.Next;

    /// <summary>The newest number, once the tail has found the end of the log.</summary>
    public async Task<long> LastAsync(CancellationToken ct)
    {
        await _started.Task.WaitAsync(ct);
        return Volatile.Read(ref _last);
    }

    /// <summary>The events after a number, oldest first; empty at the end.</summary>
    public async Task<IReadOnlyList<EventDocument>> AfterAsync(long sequence, CancellationToken ct)
    {
        await _started.Task.WaitAsync(ct);
        if (sequence >= Volatile.Read(ref _last))
            return [];
        var newest = _newest;
        if (newest.Length == 0 || sequence < newest[0].Sequence - 1)
            return await log.AfterAsync(sequence, PageSize, ct);
        var first = Array.BinarySearch(newest, new EventDocument { Id = EventDocument.IdOf(sequence + 1) }, ByNumber);
        first = first < 0 ? ~first : first;
        return new ArraySegment<EventDocument>(newest, first, Math.Min(PageSize, newest.Length - first));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pulse = written.Next;
            try
            {
                await ReadAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, e);
            }
            await Task.WhenAny(pulse, Task.Delay(options.PollInterval, clock, stoppingToken));
        }
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        if (!_started.Task.IsCompleted)
        {
            _last = await log.LastAsync(ct);
            _started.SetResult();
        }
        while (await log.AfterAsync(_last, PageSize, ct) is { Count: > 0 } page)
        {
            _newest = [.. _newest.TakeLast(Kept - page.Count), .. page];
            Volatile.Write(ref _last, page[^1].Sequence);
            _read.Pulse();
        }
    }

    [LoggerMessage(LogLevel.Warning, "Reading new events failed; it is tried again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
