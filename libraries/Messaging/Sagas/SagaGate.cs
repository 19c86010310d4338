namespace Platform.Messaging;

/// <summary>
/// Lets one message at a time at a saga within this process, so that its messages do not run into each other's writes.
/// Different sagas rarely share a gate.
/// </summary>
internal sealed class SagaGate<TSaga>
{
    private readonly SemaphoreSlim[] gates = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1))];

    public async Task<IDisposable> EnterAsync(Guid saga, CancellationToken ct)
    {
        var gate = gates[(uint)saga.GetHashCode() % gates.Length];
        await gate.WaitAsync(ct);
        return new Leave(gate);
    }

    private sealed class Leave(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
