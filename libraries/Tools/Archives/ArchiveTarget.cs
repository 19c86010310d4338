namespace Platform.Tools;

/// <summary>The folder an archive is unpacked into, and its rules.</summary>
internal sealed class ArchiveTarget
{
    private const long AlwaysAllowed = 10 * 1024 * 1024;
    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly string _root;
    private readonly ArchiveLimits _limits;
    private readonly FileStream _packed;
    private int _entries;
    private long _bytes;

    internal ArchiveTarget(string root, ArchiveLimits limits, FileStream packed)
    {
        _root = Directory.CreateDirectory(root).FullName;
        (_limits, _packed) = (limits, packed);
    }

    internal void AddFolder(string name) => Prepare(name, isFolder: true);

    internal async Task AddFileAsync(string name, Stream content, UnixFileMode mode, CancellationToken ct)
    {
        var path = Prepare(name, isFolder: false);
        await using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 64 * 1024, useAsync: true))
        {
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = await content.ReadAsync(buffer, ct)) > 0)
            {
                Count(name, read);
                await file.WriteAsync(buffer.AsMemory(0, read), ct);
            }
        }

        // Executable or not is all that is taken over: no set-user-id, nothing that its owner cannot read.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, (mode & UnixFileMode.UserExecute) != 0 ? Plain | Execute : Plain);
    }

    /// <summary>A symbolic link to a place in the folder.</summary>
    internal void AddLink(string name, string to)
    {
        if (!ArchivePaths.StaysInside(name, to))
            throw new ArchiveException($"'{name}' links to '{to}', which leads out of the archive.");
        var path = Prepare(name, isFolder: false);
        File.CreateSymbolicLink(path, to);
    }

    /// <summary>A hard link, as a copy: two names of one file would be one file to whoever changes it.</summary>
    internal async Task AddCopyAsync(string name, string of, UnixFileMode mode, CancellationToken ct)
    {
        var original = new FileInfo(PathOf(of));
        if (!original.Exists || original.LinkTarget is not null || ThroughLink(original.FullName))
            throw new ArchiveException($"'{name}' is a hard link to '{of}', which is no file of the archive before it.");
        await using var content = original.OpenRead();
        await AddFileAsync(name, content, mode, ct);
    }

    /// <summary>Checks an entry's name and makes the folders above it.</summary>
    private string Prepare(string name, bool isFolder)
    {
        if (++_entries > _limits.Entries)
            throw new ArchiveException($"The archive has more than {_limits.Entries} entries.");
        var path = PathOf(name);
        if (ThroughLink(path) || new FileInfo(path).LinkTarget is not null)
            throw new ArchiveException($"'{name}' would be written through a link.");
        try
        {
            Directory.CreateDirectory(isFolder ? path : Path.GetDirectoryName(path)!);
            if (!isFolder && Directory.Exists(path))
                throw new ArchiveException($"'{name}' is a folder and something else.");
            return path;
        }
        catch (IOException e)
        {
            throw new ArchiveException($"'{name}' cannot be unpacked: {e.Message}", e);
        }
    }

    private string PathOf(string name) => ArchivePaths.Fault(name) is { } fault
        ? throw new ArchiveException($"'{name}' {fault}.")
        : Path.GetFullPath(Path.Combine(_root, name));

    private bool ThroughLink(string path)
    {
        for (var folder = Path.GetDirectoryName(path)!; folder.Length > _root.Length; folder = Path.GetDirectoryName(folder)!)
        {
            if (new FileInfo(folder).LinkTarget is not null)
                return true;
        }

        return false;
    }

    private void Count(string name, int bytes)
    {
        _bytes += bytes;
        if (_bytes > _limits.TotalBytes)
            throw new ArchiveException($"'{name}' makes the archive larger than {_limits.TotalBytes} bytes.");
        if (_bytes > AlwaysAllowed && _bytes / _limits.Ratio > Math.Max(_packed.Position, 1))
            throw new ArchiveException($"'{name}' is packed more than {_limits.Ratio} times; this is made to fill the disk.");
    }
}
