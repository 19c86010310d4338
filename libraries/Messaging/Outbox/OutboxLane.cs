namespace Platform.Messaging;

/// <summary>
/// The messages of one document on their way: sent one after the other, in the order they were appended. Guarded by the lock of
/// <see cref="OutboxLanes"/>.
/// </summary>
internal sealed class OutboxLane(IOutboxStore store, string id)
{
    private readonly HashSet<Guid> known = [];
    private readonly HashSet<Guid> arrived = [];
    private List<OutboxEntry> waiting = [];

    public IOutboxStore Store => store;

    public string Id => id;

    /// <summary>True while a loop sends what waits.</summary>
    public bool Running { get; set; }

    /// <summary>The document goes with its last message.</summary>
    public bool Leaving { get; set; }

    /// <summary>True when nothing of the document is on its way any more.</summary>
    public bool Empty => known.Count == 0;

    /// <summary>True when there is something to send.</summary>
    public bool HasWork => waiting.Count > 0;

    /// <summary>What has arrived and may leave the document.</summary>
    public IReadOnlySet<Guid> Arrived => arrived;

    /// <summary>Adds a message, unless it is on its way already.</summary>
    public bool Add(OutboxEntry entry)
    {
        if (!known.Add(entry.Id))
        {
            return false;
        }

        waiting.Add(entry);
        return true;
    }

    /// <summary>The message has gone out and may leave the document.</summary>
    public void Arrive(Guid entry) => arrived.Add(entry);

    /// <summary>The messages are no longer on their way: they have left the document, or are left to the sweeper. Answers how many were.</summary>
    public int Forget(IEnumerable<Guid> entries) => entries.Count(entry =>
    {
        arrived.Remove(entry);
        return known.Remove(entry);
    });

    /// <summary>What is to be sent.</summary>
    public List<OutboxEntry> Take()
    {
        var taken = waiting;
        waiting = [];
        return taken;
    }
}
