using System.Collections.Concurrent;

namespace Platform.Deploy.Applying;

/// <summary>
/// How many parts this process works on at once on one cluster: a slow cluster takes no more than its share of the pool.
/// </summary>
internal sealed class ClusterSlots(DeployOptions options)
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> clusters = new(StringComparer.Ordinal);

    /// <summary>A slot, or null when all are taken: the work is put off, nobody waits here.</summary>
    public async Task<IDisposable?> TryEnterAsync(string cluster, CancellationToken ct)
    {
        var slots = clusters.GetOrAdd(cluster, _ => new SemaphoreSlim(options.WorkersPerCluster));
        return await slots.WaitAsync(TimeSpan.Zero, ct) ? new Slot(slots) : null;
    }
}
