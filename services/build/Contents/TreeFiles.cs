using Microsoft.Extensions.Options;
using Platform.Build.Tasks;
using Platform.Oci;
using Platform.Tools;

namespace Platform.Build.Contents;

/// <summary>
/// Reads a directory that somebody else has written: links are followed within it and refused where they lead out, what git keeps for
/// itself is left out, and there is an end to how much is read.
/// </summary>
internal sealed class TreeFiles(IOptions<BuildOptions> options)
{
    /// <summary>The files below a folder, paths below <paramref name="root"/>, in ordinal order. Throws <see cref="BuildFailedException"/>.</summary>
    internal async Task<IReadOnlyList<PackedFile>> ReadAsync(string root, string folder, CancellationToken ct)
    {
        var files = new List<PackedFile>();
        long bytes = 0;
        foreach (var path in Walk(Folders.RealPath(root), folder).Order(StringComparer.Ordinal))
        {
            var content = await ReadAsync(path, options.Value.MaxContentBytes - bytes, ct);
            bytes += content.Length;
            files.Add(new PackedFile(Path.GetRelativePath(root, path).Replace('\\', '/'), content, IsExecutable(path)));
        }

        return files;
    }

    private static IEnumerable<string> Walk(string realRoot, string folder)
    {
        var (folders, seen) = (new Stack<string>([folder]), new HashSet<string>());
        while (folders.TryPop(out var next))
        {
            // A link to a folder above would go round for ever.
            if (!seen.Add(Folders.RealPath(next)))
                continue;
            foreach (var entry in Directory.EnumerateFileSystemEntries(next).Where(e => Path.GetFileName(e) != ".git"))
            {
                var real = RealPath(realRoot, entry);
                if (Directory.Exists(real))
                    folders.Push(entry);
                else if (File.Exists(real))
                    yield return entry;
            }
        }
    }

    private static string RealPath(string realRoot, string entry)
    {
        try
        {
            var real = Folders.RealPath(entry);
            if (Folders.IsBelow(real, realRoot))
                return real;
        }
        catch (IOException)
        {
            // Links that go round in a circle lead nowhere.
        }

        throw new BuildFailedException($"'{Path.GetFileName(entry)}' is a link that leads out of the directory, or nowhere.");
    }

    private async Task<byte[]> ReadAsync(string path, long room, CancellationToken ct)
    {
        // Judged again where it is opened: the length that counts is that of what is read.
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, useAsync: true);
        if (file.Length > room)
            throw new BuildFailedException($"The directory holds more than {options.Value.MaxContentBytes} bytes, which is what a package may carry.");
        var content = new byte[file.Length];
        await file.ReadExactlyAsync(content, ct);
        return content;
    }

    private static bool IsExecutable(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != 0;
}
