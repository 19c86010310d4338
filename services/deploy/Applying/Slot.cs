namespace Platform.Deploy.Applying;

/// <summary>One of so many; given back once, however often that is asked.</summary>
internal sealed class Slot(SemaphoreSlim slots) : IDisposable
{
    private int left;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref left, 1) == 0)
            slots.Release();
    }
}
