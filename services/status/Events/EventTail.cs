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

    private readonly Lock _lock = new();
    private readonly Queue<EventDocument> _newest = new();
    private readonly EventSignal _read = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    /// <summary>Everything after this number is in memory.</summary>
    private long _from;
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
        lock (_lock)
        {
            if (sequence >= _last)
                return [];
            if (sequence >= _from)
                return [.. _newest.Where(e => e.Sequence > sequence).Take(PageSize)];
        }
        return await log.AfterAsync(sequence, PageSize, ct);
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
            _from = _last = await log.LastAsync(ct);
            _started.SetResult();
        }
        while (await log.AfterAsync(_last, PageSize, ct) is { Count: > 0 } page)
        {
            lock (_lock)
            {
                foreach (var e in page)
                    _newest.Enqueue(e);
                while (_newest.Count > Kept)
                    _from = _newest.Dequeue().Sequence;
                Volatile.Write(ref _last, page[^1].Sequence);
            }
            _read.Pulse();
        }
    }

    [LoggerMessage(LogLevel.Warning, "Reading new events failed; it is tried again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
