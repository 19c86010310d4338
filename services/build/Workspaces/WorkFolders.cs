using Platform.Hosting;
using Platform.Tools;

namespace Platform.Build.Workspaces;

/// <summary>
/// Folders that builds work in, below one of this process, which holds a lock as long as it lives: what a killed process left is known by
/// its lock being free, and cleared away at the next start.
/// </summary>
internal sealed class WorkFolders : IDisposable
{
    private readonly string _root;
    private readonly string _own;
    private readonly FileStream _lock;

    public WorkFolders(PlatformOptions platform)
    {
        _root = Directory.CreateDirectory(Path.Combine(platform.DataPath("build"), "work")).FullName;
        _own = Path.Combine(_root, Guid.NewGuid().ToString("n"));
        _lock = FolderLock.TryTake(_own + FolderLock.Extension) ?? throw new IOException($"{_own} is locked by another process.");
        Directory.CreateDirectory(_own);
    }

    /// <summary>A new, empty folder.</summary>
    internal Workspace Open() => new(Directory.CreateDirectory(Path.Combine(_own, Guid.NewGuid().ToString("n"))).FullName);

    /// <summary>Clears away what processes that have ended left behind.</summary>
    internal void Sweep()
    {
        foreach (var path in Directory.EnumerateFiles(_root, "*" + FolderLock.Extension))
        {
            using var taken = FolderLock.TryTake(path);
            if (taken is not null && Folders.Remove(Path.ChangeExtension(path, null)))
                File.Delete(path);
        }
    }

    public void Dispose()
    {
        Folders.Remove(_own);
        File.Delete(_lock.Name);
        _lock.Dispose();
    }
}
