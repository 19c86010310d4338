using Platform.Build.Caches;

namespace Platform.Build.Workspaces;

/// <summary>Clears away at start what processes before this one left half-done when they were killed.</summary>
internal sealed partial class Sweeping(WorkFolders folders, LayerCaches caches, ILogger<Sweeping> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Off the start's way: a large folder takes a while.
        await Task.Yield();
        try
        {
            folders.Sweep();
            await caches.SweepAsync();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Tools.ToolException)
        {
            NotSwept(log, e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "What killed builds left behind could not be cleared away; it is tried again at the next start")]
    private static partial void NotSwept(ILogger logger, Exception exception);
}
