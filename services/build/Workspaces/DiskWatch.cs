using Platform.Build.Tasks;
using Platform.Tools;

namespace Platform.Build.Workspaces;

/// <summary>
/// Watches what a build takes up on disk. A file system with quotas would do it better, but is nowhere to be taken for granted; looking
/// now and then is late by a moment, for which some room stays free.
/// </summary>
internal sealed class DiskWatch(BuildOptions options, TimeProvider time, IReadOnlyList<string> folders)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    /// <summary>Why the build was stopped; null when it was not.</summary>
    internal string? Reason { get; private set; }

    /// <summary>Looks until <paramref name="ending"/> is cancelled, and cancels it when too much is taken up.</summary>
    internal async Task WatchAsync(CancellationTokenSource ending)
    {
        // Measuring what was there before must not hold the build up; what it writes meanwhile is little.
        await Task.Yield();
        var before = folders.Sum(Folders.SizeOf);
        var pause = Shortest;
        try
        {
            while (Reason is null)
            {
                await Task.Delay(pause, time, ending.Token);
                var began = time.GetTimestamp();
                Reason = Look(before);
                // Looking into a large folder takes a while; it must not be what the machine does most.
                var took = time.GetElapsedTime(began);
                pause = took * 10 > Shortest ? took * 10 : Shortest;
            }

            await ending.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // The build has ended.
        }
    }

    private string? Look(long before)
    {
        if (new DriveInfo(folders[0]).AvailableFreeSpace < options.MinFreeDisk)
            return $"The disk is nearly full: less than {options.MinFreeDisk} bytes are free.";
        return folders.Sum(Folders.SizeOf) - before > options.DiskLimit ? $"The build took up more than {options.DiskLimit} bytes of disk." : null;
    }
}
