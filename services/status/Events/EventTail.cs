using Microsoft.Extensions.Hosting;

namespace Platform.Status.Events;

/// <summary>
/// Follows the log once for all readers of this process and keeps the newest events in memory: those that this process wrote are handed over,
/// those of others are read from the store. A reader who is further back reads from the store by itself, so nothing is kept for a slow one.
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
                if (!TakeWritten())
                    await ReadAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, e);
            }
            await Task.WhenAny(pulse, Task.Delay(options.PollInterval, clock, stoppingToken));
        }
    }

    /// <summary>False: there was nothing to take, or something of others is in between.</summary>
    private bool TakeWritten()
    {
        if (!_started.Task.IsCompleted)
            return false;
        var last = _last;
        var written = log.TakeWritten().SkipWhile(e => e.Sequence <= last).ToList();
        if (written.Count == 0 || written[0].Sequence != last + 1 || written[^1].Sequence != last + written.Count)
            return false;
        Keep(written);
        return true;
    }

    private void Keep(IReadOnlyList<EventDocument> more)
    {
        EventDocument[] all = [.. _newest.AsSpan(Math.Max(0, _newest.Length + more.Count - Kept)), .. more];
        _newest = all.Length > Kept ? all[^Kept..] : all;
        Volatile.Write(ref _last, more[^1].Sequence);
        _read.Pulse();
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        if (!_started.Task.IsCompleted)
        {
            _last = await log.LastAsync(ct);
            _started.SetResult();
        }
        IReadOnlyList<EventDocument> page;
        do
        {
            page = await log.AfterAsync(_last, PageSize, ct);
            if (page.Count > 0)
                Keep(page);
        }
        while (page.Count == PageSize);
    }

    [LoggerMessage(LogLevel.Warning, "Reading new events failed; it is tried again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
