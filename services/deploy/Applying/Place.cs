namespace Platform.Deploy.Applying;

/// <summary>
/// A slot on a cluster and a worker, for one part. The worker may go to others before: a cluster that doesn't answer needs none. All is
/// given back once, however often that is asked.
/// </summary>
internal sealed class Place(WorkerPool pool, ClusterLine line, WorkQueue? queue) : IDisposable
{
    public ClusterLine Line => line;

    /// <summary>Whose worker it has; null: it came without one.</summary>
    public WorkQueue? Queue => queue;

    /// <summary>It still has its worker. The pool's to change, as are the next two.</summary>
    public bool HasWorker { get; set; } = queue is not null;

    public bool IsHung { get; set; }

    public bool IsOver { get; set; }

    /// <summary>The worker goes to others.</summary>
    public void LeaveWorker() => pool.LeaveWorker(this);

    /// <summary>The cluster hangs: what waits for it makes room where others need it.</summary>
    public void Hang() => pool.Hang(this);

    public void Dispose() => pool.Leave(this);
}
