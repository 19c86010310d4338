using System.Collections.Concurrent;

namespace Platform.Messaging;

/// <summary>
/// Knows when a message sent over the in-memory transport is done with: when every endpoint that got a copy has finished with it, and
/// with all that was sent directly while handling it. A fault that ended in the error queue is finished too, and so is a delivery put
/// off to later: by then that is stored. With a broker nothing is tracked; what it has confirmed has arrived.
/// </summary>
internal sealed class Deliveries(ConsumerMap consumers, bool tracked)
{
    /// <summary>The header that says to which tracked message a delivery belongs.</summary>
    public const string Header = "Platform-Root";

    private static readonly AsyncLocal<Guid?> Root = new();
    private readonly ConcurrentDictionary<Guid, Pending> pending = new();
    private volatile bool closing;

    /// <summary>The tracked message whose handling is going on.</summary>
    public static Guid? Current
    {
        get => Root.Value;
        set => Root.Value = value;
    }

    public ConsumerMap Consumers => consumers;

    /// <summary>The process is about to end: consumers that fail from now on may do so because of that.</summary>
    public void Close() => closing = true;

    /// <summary>A consumer failed. While the process ends, its message is left in its document for the next start.</summary>
    public void Failed(Guid root)
    {
        if (closing)
        {
            pending.TryRemove(root, out _);
        }
    }

    /// <summary>Sends a message and returns the task of its arrival.</summary>
    public async Task<Task> TrackAsync(Guid id, Func<Task> send)
    {
        if (!tracked)
        {
            await send();
            return Task.CompletedTask;
        }

        // Counted from one, so that quick consumers do not finish before the sending has.
        var delivery = pending[id] = new Pending();
        try
        {
            Current = id;
            await send();
            return delivery.Finished;
        }
        finally
        {
            Current = null;
            Release(id, 1);
        }
    }

    /// <summary>Counts copies about to be delivered. False: they belong to no tracked message.</summary>
    public bool Add(Guid root, int copies) => copies > 0 && pending.TryGetValue(root, out var delivery) && delivery.Add(copies);

    /// <summary>Counts copies as done with.</summary>
    public void Release(Guid root, int copies)
    {
        if (pending.TryGetValue(root, out var delivery) && delivery.Release(copies))
        {
            pending.TryRemove(root, out _);
        }
    }

    private sealed class Pending
    {
        private readonly TaskCompletionSource finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int open = 1;

        public Task Finished => finished.Task;

        public bool Add(int copies)
        {
            int seen;
            do
            {
                seen = Volatile.Read(ref open);
            }
            while (seen > 0 && Interlocked.CompareExchange(ref open, seen + copies, seen) != seen);
            return seen > 0;
        }

        public bool Release(int copies) => Interlocked.Add(ref open, -copies) <= 0 && finished.TrySetResult();
    }
}
