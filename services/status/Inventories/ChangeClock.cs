namespace Platform.Status.Inventories;

/// <summary>
/// The times of changes, by which watching processes find what is new. Clocks of machines differ: a change is never told to be before one that this process
/// has seen, so that whoever looks from the newest change it knows finds all that come after.
/// </summary>
internal sealed class ChangeClock(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private long _newest;

    /// <summary>The time of a change that is made now, in whole milliseconds.</summary>
    public DateTimeOffset Next()
    {
        lock (_lock)
            return DateTimeOffset.FromUnixTimeMilliseconds(_newest = Math.Max(_newest + 1, clock.GetUtcNow().ToUnixTimeMilliseconds()));
    }

    public void Saw(DateTimeOffset change)
    {
        lock (_lock)
            _newest = Math.Max(_newest, change.ToUnixTimeMilliseconds());
    }
}
