namespace Platform.Status;

/// <summary>
/// What is asked for again and again and seldom changes: an answer counts for a while. Whoever changes it in this process says so, and what is asked from
/// then on is answered anew; that another process changed it shows when the while is over.
/// </summary>
internal sealed class Lately<T>(Func<string, Task<T>> ask, TimeSpan counts, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (Task<T> Answer, long Asked)> _known = new(StringComparer.Ordinal);

    public Task<T> AskAsync(string key, CancellationToken ct)
    {
        lock (_lock)
        {
            if (!_known.TryGetValue(key, out var known) || known.Answer is { IsCompleted: true, IsCompletedSuccessfully: false } || clock.GetElapsedTime(known.Asked) >= counts)
                _known[key] = known = (ask(key), clock.GetTimestamp());
            return known.Answer.WaitAsync(ct);
        }
    }

    /// <summary>It has changed.</summary>
    public void Forget(string key)
    {
        lock (_lock)
            _known.Remove(key);
    }
}
