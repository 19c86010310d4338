using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Platform.Build.Images;
using Platform.Build.Tasks;
using Platform.Build.Workspaces;
using Platform.Hosting;
using Platform.Tools;

namespace Platform.Build.Caches;

/// <summary>
/// Layer caches on disk, one for each component, so that no build sees what another team's has pulled or made, and none waits for another's
/// locks. Builds of one component at the same time take further ones.
/// </summary>
internal sealed class LayerCaches(PlatformOptions platform, IImageBuilder builder, IOptions<BuildOptions> options, TimeProvider time)
{
    private readonly string _root = Path.Combine(platform.DataPath("build"), "cache");

    /// <summary>A cache for a build of this task's component, alone until it is given back.</summary>
    internal async Task<LayerCache> RentAsync(BuildTask task, CancellationToken ct)
    {
        for (var number = 0; ; number++)
        {
            ct.ThrowIfCancellationRequested();
            if (TryRent(Path.Combine(_root, NameOf(task), number.ToString())) is not { } cache)
                continue;
            File.SetLastWriteTimeUtc(cache.Folder + FolderLock.Extension, time.GetUtcNow().UtcDateTime);
            if (cache.WasDirty)
                await cache.CleanAsync();
            return cache;
        }
    }

    /// <summary>Takes out of all caches what builds that ended half-way left in them. Caches in use are passed over: their builds are alive.</summary>
    internal async Task SweepAsync()
    {
        foreach (var folder in All())
        {
            await using var cache = TryRent(folder);
            if (cache is { WasDirty: false })
                cache.IsClean = true;
        }
    }

    /// <summary>Empties the caches that were not used for longest until all of them are within the limit. Those in use stay.</summary>
    internal async Task TrimAsync()
    {
        long sum = 0;
        foreach (var folder in All().OrderByDescending(LastUsed).ToArray())
        {
            sum += Folders.SizeOf(folder);
            if (sum <= options.Value.CacheLimit || TryRent(folder) is not { } cache)
                continue;
            cache.Clear();
            cache.IsClean = true;
            await cache.DisposeAsync();
        }
    }

    // The lock's file is touched by each build.
    private static DateTime LastUsed(string folder) => File.GetLastWriteTimeUtc(folder + FolderLock.Extension);

    // Cleaning is not cancelled with the build: it is what makes its end a clean one, and short.
    private LayerCache? TryRent(string folder) => LayerCache.TryRent(folder, f => builder.TryCleanAsync(f, CancellationToken.None));

    private IEnumerable<string> All() => Directory.Exists(_root) ? Directory.EnumerateDirectories(_root).SelectMany(Directory.EnumerateDirectories) : [];

    private static string NameOf(BuildTask task) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{task.Namespace}/{task.Application}/{task.Component}")))[..32];
}
