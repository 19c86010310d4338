using System.Collections.Concurrent;
using System.Threading.Channels;
using Platform.Hosting;

namespace Platform.Status.Events;

/// <summary>
/// The log of all public events, numbered by several processes at once: a writer tries the number after the last one it knows; the store
/// takes each number once; who comes second tries the next. So a number is visible only when all before it are, and whoever reads up
/// to a number has missed none. One loop per process writes; where that process is the only one (SQLite) what waits is
/// one write.
/// </summary>
internal sealed class EventLog(IDocuments<EventDocument> events, EventSignal signal, PlatformOptions platform, TimeProvider clock) : IAsyncDisposable
{
    private const int LargestBatch = 256;

    /// <summary>After this long without writing, the last number is read anew: others may have written, and old events may have gone.</summary>
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(30);

    /// <summary>More than anybody who follows the log lets wait.</summary>
    private const int MostWritten = 4096;

    private readonly ConcurrentQueue<EventDocument> _written = [];
    private readonly Channel<Entry> _waiting = Channel.CreateBounded<Entry>(new BoundedChannelOptions(1024) { SingleReader = true });
    private readonly Lock _lock = new();
    private Task? _writing;
    private long _next;
    private volatile bool _unsure = true;
    private long _knownAt;

    /// <summary>Logs an event, unless it is there already.</summary>
    public async Task AppendAsync(EventDocument e, CancellationToken ct)
    {
        lock (_lock)
            _writing ??= Task.Run(WriteAsync, CancellationToken.None);
        var entry = new Entry(e);
        await _waiting.Writer.WriteAsync(entry, ct);
        await entry.Done.Task.WaitAsync(ct);
    }

    /// <summary>The events after a number, oldest first.</summary>
    public async Task<IReadOnlyList<EventDocument>> AfterAsync(long sequence, int limit, CancellationToken ct) =>
        (await events.FindAsync(Find<EventDocument>.All.After(e => e.Id, EventDocument.IdOf(sequence)).Limit(limit), ct)).Items;

    /// <summary>What this process has written and nobody has taken yet, in the order of its numbers: it need not be read again.</summary>
    public IEnumerable<EventDocument> TakeWritten()
    {
        while (_written.TryDequeue(out var e))
            yield return e;
    }

    /// <summary>The newest number; 0 when nothing was ever logged.</summary>
    public async Task<long> LastAsync(CancellationToken ct) =>
        (await events.FindFirstAsync(Find<EventDocument>.All.OrderByDescending(e => e.Id), ct))?.Sequence ?? 0;

    /// <summary>The oldest number still there; 0 when nothing is.</summary>
    public async Task<long> FirstAsync(CancellationToken ct) => (await events.FindFirstAsync(Find<EventDocument>.All, ct))?.Sequence ?? 0;

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        if (_writing is not null)
            await _writing;
    }

    private async Task WriteAsync()
    {
        var batch = new List<Entry>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (batch.Count < LargestBatch && _waiting.Reader.TryRead(out var entry))
                batch.Add(entry);
            try
            {
                if (_unsure || clock.GetElapsedTime(_knownAt) > Trust)
                {
                    _next = await LastAsync(CancellationToken.None) + 1;
                    _unsure = false;
                }
                // Events of one change come together; they happened in the order of their times.
                await WriteAsync([.. batch.OrderBy(e => e.Event.Time)]);
                _knownAt = clock.GetTimestamp();
            }
            catch (Exception e)
            {
                batch.ForEach(b => b.Done.TrySetException(e));
                _unsure = true;
            }
            if (_written.Count > MostWritten)
                _written.Clear();
            foreach (var e in batch.Where(b => b.Logged).Select(b => b.Event).OrderBy(e => e.Id, StringComparer.Ordinal))
                _written.Enqueue(e);
            batch.Clear();
            signal.Pulse();
        }
    }

    private async Task WriteAsync(IReadOnlyList<Entry> batch)
    {
        if (platform.Mongo is null)
            await InsertAllAsync(batch);
        else
            foreach (var entry in batch)
                while (!await InsertAsync(entry, _next))
                    _next++;
    }

    /// <summary>In one write, unless one of them is there already.</summary>
    private async Task InsertAllAsync(IReadOnlyList<Entry> batch)
    {
        foreach (var entry in batch)
            entry.Event.Id = EventDocument.IdOf(_next++);
        try
        {
            await events.InsertAllAsync([.. batch.Select(e => e.Event)]);
        }
        catch (UniqueViolationException)
        {
            // Those that were written by now are found by their own ids.
            await Task.WhenAll(batch.Select(e => InsertAsync(e, _next++)));
            return;
        }
        foreach (var entry in batch)
            entry.Written(entry.Event.Version > 0);
    }

    /// <summary>
    /// False: the number is taken. Everything up to the store's answer happens before this returns.
    /// </summary>
    private async Task<bool> InsertAsync(Entry entry, long number)
    {
        entry.Event.Id = EventDocument.IdOf(number);
        try
        {
            var inserted = await events.InsertAsync(entry.Event);
            if (platform.Mongo is not null)
            {
                if (!inserted)
                    return false;
                _next++;
            }
            entry.Written(inserted);
        }
        catch (UniqueViolationException)
        {
            entry.Done.TrySetResult(); // Logged before, under its own id.
        }
        catch (Exception e)
        {
            _unsure = true;
            entry.Done.TrySetException(e);
        }
        return true;
    }

    private sealed record Entry(EventDocument Event)
    {
        /// <summary>It is in the log, under the number it was given.</summary>
        public bool Logged { get; set; }

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <exception cref="InvalidOperationException">Its number was taken.</exception>
        public void Written(bool inserted)
        {
            if (!inserted)
                throw new InvalidOperationException($"event number {Event.Id} is taken, though this process alone writes");
            Logged = true;
            Done.TrySetResult();
        }
    }
}
