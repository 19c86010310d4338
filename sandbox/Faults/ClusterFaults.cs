namespace Platform.Sandbox.Faults;

/// <summary>What is wrong with a cluster at the moment. Everything can be changed at any time and from any thread.</summary>
#pragma warning disable CA1001 // The token source has no timer and no handle: nothing to free.
public sealed class ClusterFaults
#pragma warning restore CA1001
{
    private readonly TimeProvider _time;
    private TaskCompletionSource _unhung = Completed();
    private CancellationTokenSource _cut = new();
    private volatile bool _outage;
    private volatile bool _hanging;

    internal ClusterFaults(TimeProvider time) => _time = time;

    /// <summary>Connections are cut and new ones aborted; nothing answers.</summary>
    public bool Outage
    {
        get => _outage;
        set
        {
            _outage = value;
            if (!value) return;
            Aborting?.Invoke();
            CutWatches();
        }
    }

    /// <summary>Requests are taken and never answered.</summary>
    public bool Hanging
    {
        get => _hanging;
        set
        {
            if (_hanging == value) return;
            _hanging = value;
            if (value) _unhung = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            else _unhung.TrySetResult();
        }
    }

    /// <summary>Every answer waits so long first.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>This part of the requests (0 to 1) fails with <see cref="ErrorCode"/>.</summary>
    public double ErrorRate { get; set; }

    /// <summary>The code of failing requests: 500, 503, 429 (with Retry-After: 1), …</summary>
    public int ErrorCode { get; set; } = 500;

    /// <summary>Only requests of these verbs (get, list, watch, create, update, patch, delete) fail; empty means all.</summary>
    public IReadOnlyList<string> ErrorVerbs { get; set; } = [];

    internal event Action? Aborting;


    /// <summary>Ends every running watch without an event, as a connection that dies does.</summary>
    public void CutWatches() => Interlocked.Exchange(ref _cut, new CancellationTokenSource()).Cancel();

    /// <summary>Everything works again.</summary>
    public void Clear()
    {
        (Outage, Hanging) = (false, false);
        (Latency, ErrorRate, ErrorVerbs) = (TimeSpan.Zero, 0, []);
    }

    internal CancellationToken Cut => _cut.Token;

    /// <summary>Lets the faults act on a request; returns the code it fails with, if any.</summary>
    internal async ValueTask<int?> MeetAsync(string verb, CancellationToken ct)
    {
        if (Hanging) await _unhung.Task.WaitAsync(ct);
        if (Latency > TimeSpan.Zero) await Task.Delay(Latency, _time, ct);
        if (ErrorRate <= 0 || (ErrorVerbs.Count > 0 && !ErrorVerbs.Contains(verb))) return null;
        return Random.Shared.NextDouble() < ErrorRate ? ErrorCode : null;
    }

    private static TaskCompletionSource Completed()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }
}
