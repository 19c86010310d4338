namespace Platform.Sandbox.Controllers;

/// <summary>
/// Work of all clusters of a fleet, to be done at its time: one timer for everything, and work of one cluster in order, one at a time,
/// on the thread pool. Nothing runs while there is nothing to do.
/// </summary>
internal sealed partial class WorkQueue : IAsyncDisposable
{
    private readonly PriorityQueue<(Lane Lane, Action Work), DateTimeOffset> _later = new();
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly ILogger _log;
    private DateTimeOffset _next = DateTimeOffset.MaxValue;
    private bool _stopped;

    public WorkQueue(TimeProvider time, ILogger log)
    {
        (_time, _log) = (time, log);
        _timer = time.CreateTimer(_ => Due(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public Lane NewLane() => new(this);

    private void After(TimeSpan delay, Lane lane, Action work)
    {
        lock (_gate)
        {
            if (_stopped) return;
            var at = _time.GetUtcNow() + delay;
            _later.Enqueue((lane, work), at);
            if (at < _next) Arm(at);
        }
    }

    private void Arm(DateTimeOffset at)
    {
        _next = at;
        var wait = at - _time.GetUtcNow();
        _timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait, Timeout.InfiniteTimeSpan);
    }

    private void Due()
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            while (!_stopped && _later.TryPeek(out var item, out var at) && at <= now)
            {
                _later.Dequeue();
                item.Lane.Do(item.Work);
            }
            _next = DateTimeOffset.MaxValue;
            if (!_stopped && _later.TryPeek(out _, out var next)) Arm(next);
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate) _stopped = true;
        return _timer.DisposeAsync();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A controller of the sandbox failed")]
    private static partial void Failed(ILogger log, Exception exception);

    /// <summary>Work that is done in order.</summary>
    public sealed class Lane(WorkQueue queue)
    {
        private readonly Queue<Action> _now = new();
        private bool _running;

        public bool IsIdle
        {
            get
            {
                lock (_now) return !_running;
            }
        }

        public void Do(Action work)
        {
            lock (_now)
            {
                _now.Enqueue(work);
                if (_running) return;
                _running = true;
            }
            ThreadPool.UnsafeQueueUserWorkItem(static lane => lane.Run(), this, preferLocal: false);
        }

        public void After(TimeSpan delay, Action work)
        {
            if (delay <= TimeSpan.Zero) Do(work);
            else queue.After(delay, this, work);
        }

        private void Run()
        {
            while (true)
            {
                Action work;
                lock (_now)
                {
                    if (!_now.TryDequeue(out work!) || queue._stopped)
                    {
                        _running = false;
                        return;
                    }
                }
                try
                {
                    work();
                }
#pragma warning disable CA1031 // A controller's fault must not end the others' work.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    Failed(queue._log, e);
                }
            }
        }
    }
}
