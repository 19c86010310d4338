using Microsoft.Extensions.Logging;

namespace Platform.Deploy.Applying;

/// <summary>
/// Keeps an inventory held while it is worked on. A worker that dies is waited for no longer than <see cref="Length"/>; one that was only
/// slow, and lost its hold to another, is stopped.
/// </summary>
internal sealed partial class Lease(InventoryLedger ledger, TimeProvider clock, ILogger<Lease> logger)
{
    /// <summary>How long a hold lasts that is not renewed.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(3);

    /// <summary>Does the work; its token is cancelled when the hold is lost. The inventory may be written again when it returns.</summary>
    public async Task<T> HoldAsync<T>(InventoryDocument inventory, Func<CancellationToken, Task<T>> work, CancellationToken ct)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var renewing = RenewAsync(inventory, lost, done.Token);
        try
        {
            return await work(lost.Token);
        }
        finally
        {
            await done.CancelAsync();
            await renewing;
        }
    }

    private async Task RenewAsync(InventoryDocument inventory, CancellationTokenSource lost, CancellationToken done)
    {
        using var timer = new PeriodicTimer(Renewal, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(done))
            {
                if (await ledger.RenewAsync(inventory, CancellationToken.None))
                    continue;
                LogLost(logger, inventory.Id);
                await lost.CancelAsync();
                return;
            }
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
            // The work is done.
        }
    }

    [LoggerMessage(LogLevel.Warning, "The hold on {Inventory} was lost to somebody else: the work there stops")]
    private static partial void LogLost(ILogger logger, string inventory);
}
