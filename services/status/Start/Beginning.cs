using Platform.Contracts.Deploy.V1;

namespace Platform.Status.Start;

/// <summary>A Status that knows nothing asks Deploy to send clusters, inventories and definitions again; once, however often it is started.</summary>
internal sealed partial class Beginning(IOutbox<BeginningDocument> outbox, ILogger<Beginning> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Definitions first: what they made is judged by them from the beginning.
        await AskAsync("definitions", ["definitions"], stoppingToken);
        await AskAsync("status", ["clusters", "inventories"], stoppingToken);
    }

    private async Task AskAsync(string id, string[] facts, CancellationToken ct)
    {
        var beginning = new BeginningDocument { Id = id };
        foreach (var some in facts)
            beginning.Publish(new SendAgain { Facts = some, RequestedBy = StatusService.Name });
        if (await outbox.InsertAsync(beginning, ct))
            LogAsked(logger, string.Join(" and ", facts));
    }

    [LoggerMessage(LogLevel.Information, "First start: asking for {Facts}")]
    private static partial void LogAsked(ILogger logger, string facts);
}
