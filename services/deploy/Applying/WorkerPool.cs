using Microsoft.Extensions.Hosting;

namespace Platform.Deploy.Applying;

/// <summary>
/// The process's workers, each on one part at a time, and how many parts of one cluster it works on. What finds no place waits here, in
/// memory, without a worker and without a thread, its message unacknowledged: should the process die, the message comes to another.
/// Clusters get workers in turn, so many parts for one don't hold up another's. No more waits than is taken from the queues
/// (<see cref="DeployOptions.TakenAtOnce"/>); a cluster that hangs has no more of that than there is room left, the rest goes through the store.
/// </summary>
internal sealed class WorkerPool
{
    /// <summary>The broker takes a message back after half an hour.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    /// <summary>Until a cluster that hangs counts as away.</summary>
    private static readonly TimeSpan Hanging = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, ClusterLine> lines = new(StringComparer.Ordinal);
    private readonly HashSet<string> waiting = new(StringComparer.Ordinal);
    private readonly Crew[] crews;
    private readonly int slots;
    private readonly TimeProvider clock;
    private long number;
    private bool closed;

    public WorkerPool(DeployOptions options, IHostApplicationLifetime lifetime, TimeProvider clock)
    {
        (slots, this.clock) = (options.WorkersPerCluster, clock);
        crews = [.. Enum.GetValues<WorkQueue>().Select(queue => new Crew(Share(queue, options.Workers), Share(queue, options.TakenAtOnce)))];
        lifetime.ApplicationStopping.Register(Close);
    }

    /// <summary>How many parts wait here now.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
                return waiting.Count;
        }
    }

    /// <summary>What a queue has of workers, or of places to wait in.</summary>
    public static int Share(WorkQueue queue, int all) => queue == WorkQueue.Background ? Math.Max(1, all / 4) : all;

    /// <summary>
    /// A place for a part, once there is one. None: it has to be put off (the process ends, the cluster hangs while room is scarce), or,
    /// without a time, the same attempt at it waits here already.
    /// </summary>
    public async Task<Turn> EnterAsync(WorkQueue queue, string cluster, string key, CancellationToken ct)
    {
        Waiter waiter;
        lock (gate)
        {
            var line = LineOf(cluster);
            if (closed || (line.Hung > 0 && line.Held >= crews[(int)queue].Room))
                return new(null, closed ? Soon : Hanging);
            if (!waiting.Add(key))
                return default;
            waiter = new(key, queue, line, ++number);
            crews[(int)queue].Taken++;
            DeployMetrics.Waiting.Add(1);
            line.Add(waiter);
            Settle(line);
        }

        if (!waiter.Turn.IsCompleted)
        {
            await ((Task)waiter.Turn).WaitAsync(LongestWait, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lock (gate)
                PutOff(waiter, Soon);
        }

        return await waiter.Turn;
    }

    /// <summary>A slot for work that needs no worker, or null: nobody waits for that.</summary>
    public Place? TryEnter(string cluster)
    {
        lock (gate)
        {
            var line = LineOf(cluster);
            if (line.Held >= slots)
                return null;
            line.Taken++;
            return new(this, line, null);
        }
    }

    public void LeaveWorker(Place place)
    {
        lock (gate)
            FreeWorker(place);
    }

    public void Hang(Place place)
    {
        lock (gate)
        {
            if (place.IsHung || place.IsOver)
                return;
            place.IsHung = true;
            place.Line.Hung++;
            while (place.Line.Last is { } last && place.Line.Held > crews[(int)last.Queue].Room)
                PutOff(last, Hanging);
        }
    }

    public void Leave(Place place)
    {
        lock (gate)
        {
            if (place.IsOver)
                return;
            place.IsOver = true;
            place.Line.Taken--;
            place.Line.Hung -= place.IsHung ? 1 : 0;
            if (place.Queue is { } queue)
                crews[(int)queue].Taken--;
            Settle(place.Line);
            FreeWorker(place);
        }
    }

    private ClusterLine LineOf(string cluster) => lines.TryGetValue(cluster, out var line) ? line : lines[cluster] = new(cluster);

    /// <summary>Whoever can go on at the cluster does; it is in line for a worker where only that is missing.</summary>
    private void Settle(ClusterLine line)
    {
        while (line.Taken < slots && line.Next(queue => crews[(int)queue].Free > 0) is { } next)
        {
            line.Taken++;
            crews[(int)next.Queue].Free--;
            End(next, new(new Place(this, line, next.Queue)));
        }

        if (line.Taken < slots)
        {
            foreach (var queue in line.Queues)
                crews[(int)queue].Line(line);
        }

        if (line.Held == 0)
            lines.Remove(line.Cluster);
    }

    private void FreeWorker(Place place)
    {
        if (!place.HasWorker)
            return;
        place.HasWorker = false;
        var crew = crews[(int)place.Queue!];
        crew.Free++;
        while (crew.Next() is { } line)
            Settle(line);
    }

    /// <summary>It waits no longer, unless its turn has come.</summary>
    private void PutOff(Waiter waiter, TimeSpan pause)
    {
        if (waiter.Turn.IsCompleted)
            return;
        crews[(int)waiter.Queue].Taken--;
        End(waiter, new(null, pause));
        Settle(waiter.Line);
    }

    private void End(Waiter waiter, Turn turn)
    {
        waiter.Line.Remove(waiter);
        waiting.Remove(waiter.Key);
        DeployMetrics.Waiting.Add(-1);
        waiter.Call(turn);
    }

    private void Close()
    {
        lock (gate)
        {
            closed = true;
            foreach (var line in lines.Values.ToList())
            {
                while (line.Last is { } last)
                    PutOff(last, Soon);
            }
        }
    }
}
