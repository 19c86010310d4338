namespace Platform.Messaging;

/// <summary>What is on its way from which document, in this process.</summary>
internal sealed class OutboxLanes
{
    private readonly Lock gate = new();
    private readonly Dictionary<(IOutboxStore, string), OutboxLane> lanes = [];

    /// <summary>True while anything is being sent, or has arrived and is still in its document.</summary>
    public bool Busy
    {
        get
        {
            lock (gate)
            {
                return lanes.Values.Any(lane => lane.Running || lane.Arrived.Count > 0);
            }
        }
    }

    /// <summary>Messages of a saved document; those on their way already are left alone. Answers how many were new, and the lane if a loop has to begin sending.</summary>
    public (int Added, OutboxLane? Begin) Add(IOutboxStore store, string id, bool leaving, IEnumerable<OutboxEntry> entries)
    {
        lock (gate)
        {
            if (!lanes.TryGetValue((store, id), out var lane))
            {
                lane = lanes[(store, id)] = new OutboxLane(store, id);
            }

            lane.Leaving |= leaving;
            var added = entries.Count(lane.Add);
            MessagingTelemetry.Pending.Add(added);
            var begins = lane is { Running: false, HasWork: true };
            lane.Running |= begins;
            Drop(lane);
            return (added, begins ? lane : null);
        }
    }

    /// <summary>What the lane's loop sends next; none: it has ended.</summary>
    public List<OutboxEntry> Take(OutboxLane lane)
    {
        lock (gate)
        {
            var taken = lane.Take();
            lane.Running = taken.Count > 0;
            return taken;
        }
    }

    /// <summary>A message has arrived.</summary>
    public void Arrive(OutboxLane lane, Guid entry)
    {
        lock (gate)
        {
            lane.Arrive(entry);
        }
    }

    /// <summary>What of the document has arrived.</summary>
    public IReadOnlyCollection<Guid> ArrivedOf(IOutboxStore store, string id)
    {
        lock (gate)
        {
            return lanes.TryGetValue((store, id), out var lane) && lane.Arrived.Count > 0 ? [.. lane.Arrived] : [];
        }
    }

    /// <summary>All that has arrived, by document.</summary>
    public IReadOnlyList<(OutboxLane Lane, IReadOnlyCollection<Guid> Entries)> Arrived()
    {
        lock (gate)
        {
            return [.. lanes.Values.Where(lane => lane.Arrived.Count > 0).Select(lane => (lane, (IReadOnlyCollection<Guid>)[.. lane.Arrived]))];
        }
    }

    /// <summary>These have left their document, or are left to the sweeper.</summary>
    public void Forget(IOutboxStore store, string id, IReadOnlyCollection<Guid> entries)
    {
        lock (gate)
        {
            if (lanes.TryGetValue((store, id), out var lane))
            {
                MessagingTelemetry.Pending.Add(-lane.Forget(entries));
                Drop(lane);
            }
        }
    }

    private void Drop(OutboxLane lane)
    {
        if (lane is { Running: false, Empty: true })
        {
            lanes.Remove((lane.Store, lane.Id));
        }
    }
}
