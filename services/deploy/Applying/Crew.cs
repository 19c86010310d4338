namespace Platform.Deploy.Applying;

/// <summary>The workers of a queue. Guarded by the pool's lock.</summary>
internal sealed class Crew(int workers, int takes)
{
    private readonly Queue<ClusterLine> ready = [];
    private readonly HashSet<ClusterLine> known = [];

    public int Free { get; set; } = workers;

    /// <summary>Messages of the queue in this process: worked on, or waiting.</summary>
    public int Taken { get; set; }

    /// <summary>How many more it takes from the queue.</summary>
    public int Room => takes - Taken;

    /// <summary>The cluster has a slot and somebody waiting, and lacks only a worker; clusters get one in turn.</summary>
    public void Line(ClusterLine line)
    {
        if (known.Add(line))
            ready.Enqueue(line);
    }

    /// <summary>The next one with somebody waiting for a worker.</summary>
    public ClusterLine? Next()
    {
        if (Free == 0 || !ready.TryDequeue(out var line))
            return null;
        known.Remove(line);
        return line;
    }
}
