namespace Platform.Status.Watching;

/// <summary>Wakes what watches when this process stored something it should see; what other processes store is found by polling.</summary>
internal sealed class WatchSignal
{
    private int _access;
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the next pulse after this was read.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Access to a cluster changed since this was asked last.</summary>
    public bool AccessChanged() => Interlocked.Exchange(ref _access, 0) != 0;

    public void PulseAccess()
    {
        Interlocked.Exchange(ref _access, 1);
        Pulse();
    }

    public void Pulse() => Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
