namespace Platform.Tools.Running;

/// <summary>What a program may still print, on both its streams.</summary>
internal sealed class OutputBudget(long? limit) : IDisposable
{
    private readonly CancellationTokenSource _exceeded = new();
    private long _spent;

    /// <summary>Cancelled when the program has printed too much.</summary>
    internal CancellationToken Exceeded => _exceeded.Token;

    internal bool IsExceeded => _exceeded.IsCancellationRequested;

    public void Dispose() => _exceeded.Dispose();

    internal void Spend(int bytes)
    {
        if (Interlocked.Add(ref _spent, bytes) > limit)
            _exceeded.Cancel();
    }
}
