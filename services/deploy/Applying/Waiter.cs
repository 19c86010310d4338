namespace Platform.Deploy.Applying;

/// <summary>A part that waits in memory for its turn.</summary>
internal sealed class Waiter(string key, WorkQueue queue, ClusterLine line, long number)
{
    private readonly TaskCompletionSource<Turn> turn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The part, and its attempt.</summary>
    public string Key => key;

    public WorkQueue Queue => queue;

    public ClusterLine Line => line;

    /// <summary>Lower than that of those who came later.</summary>
    public long Number => number;

    public Task<Turn> Turn => turn.Task;

    public void Call(Turn what) => turn.SetResult(what);
}
