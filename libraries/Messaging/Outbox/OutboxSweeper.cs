using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Platform.Messaging;

/// <summary>
/// Sends what was left behind: everything at start-up, later whatever has waited longer than a message takes. What is on its way in
/// this process is left alone.
/// </summary>
internal sealed partial class OutboxSweeper(
    IEnumerable<IOutboxStore> stores, OutboxDispatcher dispatcher, Deliveries deliveries, BusStarted started,
    MessagingOptions options, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<OutboxSweeper> logger) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(() =>
        {
            deliveries.Close();
            dispatcher.Close();
        });
        await base.StartAsync(cancellationToken);
    }

    /// <summary>After the bus has stopped: what its consumers have finished is taken out, or it would be sent again at the next start.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(3));
        await dispatcher.StopAsync(limit.Token);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await started.Task.WaitAsync(stoppingToken);
        await SweepAsync(DateTimeOffset.MaxValue, stoppingToken);
        using var timer = new PeriodicTimer(options.SweepInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await SweepAsync(clock.GetUtcNow() - options.SweepAge, stoppingToken);
        }
    }

    private async Task SweepAsync(DateTimeOffset before, CancellationToken ct)
    {
        foreach (var store in stores)
        {
            try
            {
                var found = 0;
                await foreach (var document in store.LeftBehindAsync(before, ct))
                {
                    found += dispatcher.Enqueue(store, document, document.Outbox);
                }

                if (found > 0)
                {
                    MessagingTelemetry.Swept.Add(found, new KeyValuePair<string, object?>("document", store.Name));
                    LogSwept(logger, found, store.Name);
                }
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                LogFailed(logger, store.Name, e);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Sending {Count} messages left behind in {Document}")]
    private static partial void LogSwept(ILogger logger, int count, string document);

    [LoggerMessage(LogLevel.Warning, "Looking for messages left behind in {Document} failed; it is tried again")]
    private static partial void LogFailed(ILogger logger, string document, Exception exception);
}
