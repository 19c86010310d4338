using Platform.Build.Workspaces;
using Platform.Tools;

namespace Platform.Build.Caches;

/// <summary>
/// One layer cache, rented for one build. A mark beside it says so: where a killed process left the mark, something half-done may be in the
/// cache. Disposing it gives it back, cleaned first unless the build ended well.
/// </summary>
internal sealed class LayerCache : IAsyncDisposable
{
    private readonly FileStream _lock;
    private readonly Func<string, Task<bool>> _clean;

    private LayerCache(string folder, FileStream taken, Func<string, Task<bool>> clean)
    {
        (Folder, _lock, _clean) = (folder, taken, clean);
        WasDirty = File.Exists(Dirty);
        File.WriteAllText(Dirty, "");
        Directory.CreateDirectory(folder);
    }

    /// <summary>Where the builder keeps its layers.</summary>
    internal string Folder { get; }

    /// <summary>True when a build before this one ended half-way, perhaps with its process.</summary>
    internal bool WasDirty { get; }

    /// <summary>The build ended by itself: nothing half-done is left in the cache.</summary>
    internal bool IsClean { get; set; }

    // Beside the folder: it stays when the folder is taken away.
    private string Dirty => Folder + ".dirty";

    /// <summary>The cache in this folder; null while another build has it.</summary>
    internal static LayerCache? TryRent(string folder, Func<string, Task<bool>> clean)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        return FolderLock.TryTake(folder + FolderLock.Extension) is { } taken ? new LayerCache(folder, taken, clean) : null;
    }

    /// <summary>Takes out what builds that were killed left in it; everything, when that can't be sorted out: layers can be made again.</summary>
    internal async Task CleanAsync()
    {
        if (!await _clean(Folder))
            Clear();
    }

    /// <summary>Empties it.</summary>
    internal void Clear()
    {
        Folders.Remove(Folder);
        Directory.CreateDirectory(Folder);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!IsClean)
                await CleanAsync();
            File.Delete(Dirty);
        }
        finally
        {
            await _lock.DisposeAsync();
        }
    }
}
