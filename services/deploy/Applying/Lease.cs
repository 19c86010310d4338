using Microsoft.Extensions.Logging;
using Platform.Kubernetes;

namespace Platform.Deploy.Applying;

/// <summary>
/// Keeps an inventory held while it is worked on, and the work within its time. A worker that dies is waited for no longer than
/// <see cref="Length"/>; one that was only slow, and lost its hold to another or can't hold it on, is stopped.
/// </summary>
internal sealed partial class Lease(InventoryLedger ledger, Overseer overseer, DeployOptions options, TimeProvider clock, ILogger<Lease> logger)
{
    /// <summary>How long a hold lasts that is not renewed.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(3);

    /// <summary>Does the work. What goes wrong, or takes too long, is in the outcome; the inventory may be written again when it returns.</summary>
    public async Task<ApplyOutcome> WorkAsync(InventoryDocument inventory, Func<CancellationToken, Task<ApplyOutcome>> work, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        stop.CancelAfter(options.ApplyDeadline);
        var (renewed, lost) = (clock.GetTimestamp(), false);
        try
        {
            return await overseer.WatchAsync(() => work(stop.Token), RenewAsync);
        }
        catch (KubernetesException e)
        {
            return Failed(inventory, e.Failure);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Failed(inventory, new()
            {
                StatusCode = 0,
                Reason = FailureReasons.Timeout,
                Message = $"cluster {inventory.Cluster} did not finish within {options.ApplyDeadline.TotalSeconds:0} s",
                Retryable = true,
            });
        }

        async Task RenewAsync()
        {
            if (lost || clock.GetElapsedTime(renewed) < Renewal)
                return;
            renewed = clock.GetTimestamp();
            if (await TryRenewAsync(inventory))
                return;
            lost = true;
            LogLost(logger, inventory.Id);
            await stop.CancelAsync();
        }
    }

    private static ApplyOutcome Failed(InventoryDocument inventory, KubernetesFailure failure)
    {
        var outcome = new ApplyOutcome();
        outcome.Failures.Add((new("", "Cluster", null, inventory.Cluster), failure));
        return outcome;
    }

    /// <summary>False: somebody else holds it, or may by now. (A store that is away is asked again while nobody else may begin.)</summary>
    private async Task<bool> TryRenewAsync(InventoryDocument inventory)
    {
        try
        {
            using var inTime = new CancellationTokenSource(Length - Renewal, clock);
            return await ledger.RenewAsync(inventory, inTime.Token);
        }
        catch (Exception e)
        {
            LogNotRenewed(logger, inventory.Id, e);
            return clock.GetUtcNow() + Renewal < inventory.HeldUntil;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The hold on {Inventory} was lost to somebody else: the work there stops")]
    private static partial void LogLost(ILogger logger, string inventory);

    [LoggerMessage(LogLevel.Warning, "The hold on {Inventory} could not be renewed")]
    private static partial void LogNotRenewed(ILogger logger, string inventory, Exception exception);
}
