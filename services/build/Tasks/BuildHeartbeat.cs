using Platform.Messaging;

namespace Platform.Build.Tasks;

/// <summary>Renews a worker's lease while it builds, and tells it when to stop: somebody cancelled, or somebody else has the task.</summary>
internal sealed class BuildHeartbeat(IOutbox<BuildTask> tasks, Guid id, Guid worker, TimeSpan lease, TimeProvider time)
{
    internal bool LeaseIsLost { get; private set; }

    internal bool CancelRequested { get; private set; }

    /// <summary>Renews until <paramref name="ending"/> is cancelled, and cancels it when the build has to stop.</summary>
    internal async Task RenewAsync(CancellationTokenSource ending)
    {
        // Three beats a lease: one may be lost, and a cancellation from another process is seen soon.
        using var beat = new PeriodicTimer(lease / 3, time);
        try
        {
            while (await beat.WaitForNextTickAsync(ending.Token))
            {
                await RenewOnceAsync(ending.Token);
                if (LeaseIsLost || CancelRequested)
                    await ending.CancelAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The build has ended.
        }
    }

    private async Task RenewOnceAsync(CancellationToken ct)
    {
        var task = await tasks.UpdateAsync(
            id.ToString(),
            task =>
            {
                if (task.HasEnded || task.Worker != worker)
                    return false;
                task.DueAt = time.GetUtcNow() + lease;
                return true;
            },
            ct: ct);
        LeaseIsLost = task is null || task.Worker != worker;
        CancelRequested = task?.CancelRequested ?? false;
    }
}
