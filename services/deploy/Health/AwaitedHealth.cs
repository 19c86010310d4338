namespace Platform.Deploy.Health;

/// <summary>
/// Whoever has just applied a part waits a moment for its health: most comes at once, and then the end of the part is one write, not one that
/// says that it waits and another that it is well. Only within this process; what another one heard is found in the store.
/// </summary>
internal sealed class AwaitedHealth
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (TaskCompletionSource News, int Waiting)> awaited = new(StringComparer.Ordinal);

    /// <summary>Completes when health of the application on the cluster is heard of next, and kept. <see cref="Leave"/> it afterwards.</summary>
    public Task Next(string inventory)
    {
        lock (gate)
        {
            var (news, waiting) = awaited.TryGetValue(inventory, out var known) ? known : (new(TaskCreationOptions.RunContinuationsAsynchronously), 0);
            awaited[inventory] = (news, waiting + 1);
            return news.Task;
        }
    }

    /// <summary>Nobody waits for <paramref name="next"/> any more.</summary>
    public void Leave(string inventory, Task next)
    {
        lock (gate)
        {
            if (!awaited.TryGetValue(inventory, out var known) || known.News.Task != next)
                return;
            if (known.Waiting > 1)
                awaited[inventory] = (known.News, known.Waiting - 1);
            else
                awaited.Remove(inventory);
        }
    }

    /// <summary>Health was heard of and is in the store.</summary>
    public void Heard(string inventory)
    {
        lock (gate)
        {
            if (awaited.Remove(inventory, out var known))
                known.News.TrySetResult();
        }
    }
}
