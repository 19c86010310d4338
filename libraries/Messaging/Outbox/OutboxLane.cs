namespace Platform.Messaging;

/// <summary>
/// The messages of one document on their way: sent one after the other, in the order they were appended. Guarded by the
/// dispatcher's lock.
/// </summary>
internal sealed class OutboxLane(IOutboxStore store, string id)
{
    private readonly HashSet<Guid> known = [];
    private List<OutboxEntry> waiting = [];
    private List<Guid> done = [];

    public IOutboxStore Store => store;

    public string Id => id;

    /// <summary>True while a loop works on the lane.</summary>
    public bool Running { get; set; }

    /// <summary>True when nothing of the document is on its way any more.</summary>
    public bool Empty => known.Count == 0;

    /// <summary>True when there is something for a loop to do.</summary>
    public bool HasWork => waiting.Count > 0 || done.Count > 0;

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
    public void Done(Guid entry) => done.Add(entry);

    /// <summary>The message is no longer on its way: it has left the document, or is left to the sweeper.</summary>
    public void Forget(Guid entry) => known.Remove(entry);

    public (List<OutboxEntry> Waiting, List<Guid> Done) Take()
    {
        var taken = (waiting, done);
        (waiting, done) = ([], []);
        return taken;
    }
}
