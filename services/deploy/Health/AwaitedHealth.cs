namespace Platform.Deploy.Health;

/// <summary>
/// Whoever has just applied a part waits a moment for its health: most comes at once, and then the end of the part is one write, not one that
/// says that it waits and another that it is well. Only within this process; what another one heard is found in the store.
/// </summary>
internal sealed class AwaitedHealth
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Awaiting> awaited = new(StringComparer.Ordinal);

    /// <summary>Completes with the health of the application on the cluster that is heard of next, once it is kept. <see cref="Leave"/> it afterwards.</summary>
    public Task<HealthDocument> Next(string inventory)
    {
        lock (gate)
        {
            if (!awaited.TryGetValue(inventory, out var known))
                awaited[inventory] = known = new();
            known.Waiting++;
            return known.News.Task;
        }
    }

    /// <summary>Nobody waits for <paramref name="next"/> any more.</summary>
    public void Leave(string inventory, Task next)
    {
        lock (gate)
        {
            if (awaited.TryGetValue(inventory, out var known) && known.News.Task == next && --known.Waiting == 0)
                awaited.Remove(inventory);
        }
    }

    /// <summary>Who waits has looked: none is in the store.</summary>
    public void FoundNone(string inventory)
    {
        lock (gate)
        {
            if (awaited.TryGetValue(inventory, out var known))
                known.FoundNone = true;
        }
    }

    /// <summary>Somebody who waits found none in the store: what is heard now is most likely the first, and need not be looked for.</summary>
    public bool IsFirst(string inventory)
    {
        lock (gate)
        {
            return awaited.TryGetValue(inventory, out var known) && known.FoundNone;
        }
    }

    /// <summary>Health was heard of and is in the store.</summary>
    public void Heard(HealthDocument health)
    {
        lock (gate)
        {
            if (awaited.Remove(health.Id, out var known))
                known.News.TrySetResult(health);
        }
    }

    private sealed class Awaiting
    {
        public TaskCompletionSource<HealthDocument> News { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Waiting { get; set; }

        public bool FoundNone { get; set; }
    }
}
