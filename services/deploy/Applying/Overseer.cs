namespace Platform.Deploy.Applying;

/// <summary>
/// Looks after all work that is under way in the process, with one timer for all of it: most work is over before there is anything to see
/// to, and should cost nothing for that.
/// </summary>
internal sealed class Overseer : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private readonly Lock gate = new();
    private readonly HashSet<Watched> underWay = [];
    private readonly ITimer timer;

    public Overseer(TimeProvider clock)
    {
        using (ExecutionContext.SuppressFlow())
            timer = clock.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Does work, and has a look at it now and then.</summary>
    /// <param name="work">Does it.</param>
    /// <param name="look">Never called while the last call is not over, nor after the work; one that fails is the last, and fails the work.</param>
    public async Task<T> WatchAsync<T>(Func<Task<T>> work, Func<Task> look)
    {
        var watched = new Watched(look);
        Add(watched);
        try
        {
            return await work();
        }
        finally
        {
            Remove(watched);
            await watched.EndAsync();
        }
    }

    public void Dispose() => timer.Dispose();

    private void Add(Watched watched)
    {
        lock (gate)
        {
            underWay.Add(watched);
            if (underWay.Count == 1)
                timer.Change(Pause, Pause);
        }
    }

    private void Remove(Watched watched)
    {
        lock (gate)
        {
            underWay.Remove(watched);
            if (underWay.Count == 0)
                timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private void Look()
    {
        Watched[] all;
        lock (gate)
            all = [.. underWay];
        foreach (var watched in all)
            watched.Look();
    }

    private sealed class Watched(Func<Task> look)
    {
        private readonly Lock gate = new();
        /// <summary>What is written at a look belongs to the message that the work is for.</summary>
        private readonly ExecutionContext context = ExecutionContext.Capture()!;
        private Task looking = Task.CompletedTask;
        private bool over;

        public void Look()
        {
            lock (gate)
            {
                if (!over && looking.IsCompletedSuccessfully)
                    ExecutionContext.Run(context, _ => looking = look(), null);
            }
        }

        public Task EndAsync()
        {
            lock (gate)
                over = true;
            return looking;
        }
    }
}
