namespace Platform.Status.Watching;

/// <summary>
/// A place among those that read a list. Of hundreds of clusters only a few at once read theirs, since a list takes several times its
/// length of memory while it is read. Who has waited for a while reads all the same: clusters that hang hold up nobody.
/// </summary>
internal sealed class ListTurn(TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);
    private static readonly SemaphoreSlim Places = new(16);

    private bool _taken;

    public async Task TakeAsync(CancellationToken ct)
    {
        if (_taken)
            return;
        using var patience = new CancellationTokenSource(LongestWait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            await Places.WaitAsync(either.Token);
            _taken = true;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Waited long enough.
        }
    }

    public void GiveBack()
    {
        if (_taken)
            Places.Release();
        _taken = false;
    }

    public void Dispose() => GiveBack();
}
