namespace Platform.Status.Events;

/// <summary>
/// The log of all public events, numbered without gaps by several processes at once: a writer tries the number after the last one it
/// knows; the store takes each number once; who comes second tries the next. So a number is there only when all before it are, and
/// whoever reads up to a number has missed none.
/// </summary>
internal sealed class EventLog(IDocuments<EventDocument> events, EventSignal signal, TimeProvider clock) : IDisposable
{
    /// <summary>After this long without writing, the last number is read anew: others may have written, and old events may have gone.</summary>
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _gate = new(1);
    private long _next;
    private long _knownAt;

    /// <summary>Logs an event, unless it is there already.</summary>
    public async Task AppendAsync(EventDocument e, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            if (_next == 0 || clock.GetElapsedTime(_knownAt) > Trust)
                _next = await LastAsync(ct) + 1;
            do
                e.Id = EventDocument.IdOf(_next++);
            while (!await events.InsertAsync(e, ct));
            _knownAt = clock.GetTimestamp();
            signal.Pulse();
        }
        catch (UniqueViolationException)
        {
            _next--; // Known by its own id: the number is still free.
        }
        catch
        {
            _next = 0; // Whether the number is taken is not known: look.
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The events after a number, oldest first.</summary>
    public async Task<IReadOnlyList<EventDocument>> AfterAsync(long sequence, int limit, CancellationToken ct) =>
        (await events.FindAsync(Find<EventDocument>.All.After(e => e.Id, EventDocument.IdOf(sequence)).Limit(limit), ct)).Items;

    /// <summary>The newest number; 0 when nothing was ever logged.</summary>
    public async Task<long> LastAsync(CancellationToken ct) =>
        (await events.FindFirstAsync(Find<EventDocument>.All.OrderByDescending(e => e.Id), ct))?.Sequence ?? 0;

    /// <summary>The oldest number still there; 0 when nothing is.</summary>
    public async Task<long> FirstAsync(CancellationToken ct) => (await events.FindFirstAsync(Find<EventDocument>.All, ct))?.Sequence ?? 0;

    public void Dispose() => _gate.Dispose();
}
