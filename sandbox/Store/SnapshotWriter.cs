using Platform.Sandbox.Controllers;

namespace Platform.Sandbox.Store;

/// <summary>Writes a cluster's snapshot a while after a change; many changes in that while are one write.</summary>
internal sealed class SnapshotWriter(ClusterStore store, string path, WorkQueue.Lane lane, TimeSpan delay)
{
    private readonly Lock _file = new();
    private int _dirty;

    public void Touch()
    {
        if (Interlocked.Exchange(ref _dirty, 1) == 0) lane.After(delay, Flush);
    }

    /// <summary>Writes now what isn't on disk yet.</summary>
    public void Flush()
    {
        lock (_file)
            if (Interlocked.Exchange(ref _dirty, 0) == 1) Snapshots.Save(store, path);
    }
}
