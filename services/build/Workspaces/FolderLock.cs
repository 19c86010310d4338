namespace Platform.Build.Workspaces;

/// <summary>A lock by file that holds between processes and ends with its process, however that ends.</summary>
internal static class FolderLock
{
    internal const string Extension = ".lock";

    /// <summary>The lock; null when somebody else has it.</summary>
    internal static FileStream? TryTake(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }
}
