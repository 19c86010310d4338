namespace Platform.Tools;

/// <summary>Folders that programs have written to.</summary>
public static class Folders
{
    private const int MaxLinks = 40;

    /// <summary>
    /// Takes a folder away, whatever modes programs gave to what is in it. True when it is gone; what the system will not let go of (a
    /// file in use, a mount) stays for the next time.
    /// </summary>
    public static bool Remove(string path)
    {
        for (var attempt = 0; attempt < 3 && Directory.Exists(path); attempt++)
        {
            try
            {
                Directory.Delete(path, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                MakeWritable(path);
            }
        }

        return !Directory.Exists(path);
    }

    /// <summary>Bytes of all files in a folder, links not followed. What vanishes meanwhile counts nothing.</summary>
    public static long SizeOf(string path)
    {
        long size = 0;
        try
        {
            foreach (var file in new DirectoryInfo(path).EnumerateFiles("*", Everything))
                size += SizeOf(file);
        }
        catch (DirectoryNotFoundException)
        {
            return 0;
        }

        return size;
    }

    /// <summary>A path with all its links followed, as far as it exists. Throws <see cref="IOException"/> when they go round in a circle.</summary>
    public static string RealPath(string path) => RealPath(path, MaxLinks);

    /// <summary>True for the folder itself and for what is in it; both paths with their links followed.</summary>
    public static bool IsBelow(string path, string folder) =>
        path == folder || path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string RealPath(string path, int links)
    {
        var full = Path.GetFullPath(path);
        var parent = Path.GetDirectoryName(full);
        if (parent is null)
            return full;
        var here = Path.Combine(RealPath(parent, links), Path.GetFileName(full));
        if (new FileInfo(here).LinkTarget is not { } target)
            return here;
        return links > 0 ? RealPath(Path.Combine(Path.GetDirectoryName(here)!, target), links - 1) : throw new IOException($"{path} goes through too many links.");
    }

    private static EnumerationOptions Everything => new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    private static long SizeOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }

    // Go's module cache, for one, makes its folders read-only: without root nothing in them can be deleted.
    private static void MakeWritable(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        try
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            foreach (var folder in new DirectoryInfo(path).EnumerateDirectories("*", Everything))
                File.SetUnixFileMode(folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Then the next attempt fails too, and the caller is told.
        }
    }
}
