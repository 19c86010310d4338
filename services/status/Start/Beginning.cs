using Platform.Contracts.Deploy.V1;

namespace Platform.Status.Start;

/// <summary>A Status that knows nothing asks Deploy to send clusters and inventories again; once, however often it is started.</summary>
internal sealed partial class Beginning(IOutbox<BeginningDocument> outbox, ILogger<Beginning> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var beginning = new BeginningDocument { Id = "status" };
        beginning.Publish(new SendAgain { Facts = "clusters", RequestedBy = StatusService.Name });
        beginning.Publish(new SendAgain { Facts = "inventories", RequestedBy = StatusService.Name });
        if (await outbox.InsertAsync(beginning, stoppingToken))
            LogAsked(logger);
    }

    [LoggerMessage(LogLevel.Information, "First start: asking for clusters and inventories")]
    private static partial void LogAsked(ILogger logger);
}
