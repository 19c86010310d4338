using System.Collections.Concurrent;

namespace Platform.Deploy.Applying;

/// <summary>
/// The process's workers, each on one cluster at a time. The queues give out more than there are workers: what waits for a cluster that
/// doesn't answer gives its worker back, so that hanging clusters hold up nobody else.
/// </summary>
internal sealed class Workers(DeployOptions options)
{
    /// <summary>How many parts may be under way for each worker: those that hang, and those that are next.</summary>
    public const int TakenPerWorker = 4;

    private readonly ConcurrentDictionary<WorkQueue, SemaphoreSlim> pools = [];

    /// <summary>How many workers a queue has.</summary>
    public static int CountOf(WorkQueue queue, int workers) => queue == WorkQueue.Background ? Math.Max(1, workers / 4) : workers;

    public async Task<Slot> EnterAsync(WorkQueue queue, CancellationToken ct)
    {
        var free = pools.GetOrAdd(queue, _ => new SemaphoreSlim(CountOf(queue, options.Workers)));
        await free.WaitAsync(ct);
        return new Slot(free);
    }
}

/// <summary>Queues of work on clusters, with workers of their own each.</summary>
internal enum WorkQueue
{
    /// <summary>People's changes.</summary>
    Apply,

    /// <summary>What nobody waits for.</summary>
    Background,

    /// <summary>Removals.</summary>
    Remove,
}
