namespace Platform.Deploy.Applying;

/// <summary>What one cluster has of this process: slots taken, and who waits, each queue's first first. Guarded by the pool's lock.</summary>
internal sealed class ClusterLine(string cluster)
{
    private static readonly WorkQueue[] People = [WorkQueue.Apply, WorkQueue.Remove];
    private static readonly WorkQueue[] Others = [WorkQueue.Background];

    private readonly LinkedList<Waiter>[] waiting = [.. Enum.GetValues<WorkQueue>().Select(_ => new LinkedList<Waiter>())];

    public string Cluster => cluster;

    public int Taken { get; set; }

    /// <summary>Slots of those that the cluster has long not answered.</summary>
    public int Hung { get; set; }

    public int Waiting { get; private set; }

    /// <summary>Messages of this cluster in this process.</summary>
    public int Held => Taken + Waiting;

    /// <summary>Who may go on: background work lets all others pass.</summary>
    public IEnumerable<WorkQueue> Queues => (Array.Exists(People, Has) ? People : Others).Where(Has);

    /// <summary>Who is put off first: background work, and whoever came last.</summary>
    public Waiter? Last => Array.Exists(Others, Has) ? LastOf(WorkQueue.Background) : Queues.Select(LastOf).MaxBy(waiter => waiter.Number);

    public void Add(Waiter waiter)
    {
        waiting[(int)waiter.Queue].AddLast(waiter);
        Waiting++;
    }

    /// <summary>False: it isn't waiting any more.</summary>
    public bool Remove(Waiter waiter)
    {
        var removed = waiting[(int)waiter.Queue].Remove(waiter);
        Waiting -= removed ? 1 : 0;
        return removed;
    }

    /// <summary>Who has waited longest of those whose queue has a worker.</summary>
    public Waiter? Next(Func<WorkQueue, bool> hasWorker) => Queues.Where(hasWorker).Select(queue => waiting[(int)queue].First!.Value).MinBy(waiter => waiter.Number);

    private bool Has(WorkQueue queue) => waiting[(int)queue].Count > 0;

    private Waiter LastOf(WorkQueue queue) => waiting[(int)queue].Last!.Value;
}
