using Platform.Build.Caches;

namespace Platform.Build.Workspaces;

/// <summary>Clears away at start what processes before this one left half-done when they were killed, and now and then what caches have too much.</summary>
internal sealed partial class Sweeping(WorkFolders folders, LayerCaches caches, TimeProvider time, ILogger<Sweeping> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Off the start's way: a large folder takes a while.
        await Task.Yield();
        await TryAsync(async () =>
        {
            folders.Sweep();
            await caches.SweepAsync();
        });
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await TryAsync(caches.TrimAsync);
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Tools.ToolException)
        {
            NotSwept(log, e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Not everything that builds left behind could be cleared away; it is tried again")]
    private static partial void NotSwept(ILogger logger, Exception exception);
}
