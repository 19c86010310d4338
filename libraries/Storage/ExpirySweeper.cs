using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Platform.Storage;

/// <summary>Now and then deletes expired documents where the store does not do so itself.</summary>
internal sealed partial class ExpirySweeper(
    IEnumerable<IStoredCollection> collections, StorageOptions options, TimeProvider time, ILogger<ExpirySweeper> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.SweepInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var collection in collections)
            {
                await SweepAsync(collection, stoppingToken);
            }
        }
    }

    private async Task SweepAsync(IStoredCollection collection, CancellationToken ct)
    {
        try
        {
            await collection.SweepAsync(time.GetUtcNow(), ct);
        }
#pragma warning disable CA1031 // One collection that can't be swept now must not end the sweeping of all.
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Failed(e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Expired documents could not be deleted; the next sweep tries again")]
    private partial void Failed(Exception exception);
}
