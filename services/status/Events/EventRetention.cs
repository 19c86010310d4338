using Microsoft.Extensions.Hosting;
using Platform.Status.History;

namespace Platform.Status.Events;

/// <summary>Lets old events go, by age and by number. The newest always stays: the numbers go on from it.</summary>
internal sealed partial class EventRetention(
    IDocuments<EventDocument> events, EventLog log, Timeline timeline, StatusOptions options, TimeProvider clock, ILogger<EventRetention> logger) : BackgroundService
{
    private const int PageSize = 200;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ForgetAsync(stoppingToken);
                await timeline.TrimAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, e);
            }
        }
    }

    internal async Task ForgetAsync(CancellationToken ct)
    {
        var last = await log.LastAsync(ct);
        var oldest = clock.GetUtcNow() - options.EventAge;
        while (true)
        {
            var page = await log.AfterAsync(0, PageSize, ct);
            var gone = page.TakeWhile(e => e.Sequence < last && (e.LoggedAt < oldest || e.Sequence <= last - options.EventCount)).ToList();
            foreach (var e in gone)
                await events.DeleteAsync(e.Id, ct: ct);
            if (gone.Count < PageSize)
                return;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Letting old events go failed; it is tried again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
