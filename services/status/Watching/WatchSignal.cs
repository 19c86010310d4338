using Platform.Status.Inventories;

namespace Platform.Status.Watching;

/// <summary>Wakes what watches when this process stored something it should see; what other processes store is found by polling.</summary>
internal sealed class WatchSignal
{
    private readonly Lock _lock = new();
    private Dictionary<string, InventoryDocument> _stored = new(StringComparer.Ordinal);
    private int _access;
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the next pulse after this was read.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Access to a cluster changed since this was asked last.</summary>
    public bool AccessChanged() => Interlocked.Exchange(ref _access, 0) != 0;

    /// <summary>The inventories this process stored since this was asked last, each as it was stored last: nobody has to read them again.</summary>
    public IReadOnlyCollection<InventoryDocument> Stored()
    {
        lock (_lock)
        {
            var stored = _stored;
            if (stored.Count > 0)
                _stored = new(StringComparer.Ordinal);
            return stored.Values;
        }
    }

    /// <summary>An inventory was stored.</summary>
    public void Pulse(InventoryDocument inventory)
    {
        lock (_lock)
            if (!_stored.TryGetValue(inventory.Id, out var known) || known.Version < inventory.Version)
                _stored[inventory.Id] = inventory;
        Pulse();
    }

    public void PulseAccess()
    {
        Interlocked.Exchange(ref _access, 1);
        Pulse();
    }

    public void Pulse() => Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
