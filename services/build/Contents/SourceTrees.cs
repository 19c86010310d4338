using Platform.Build.Images;
using Platform.Build.Tasks;
using Platform.Contracts.Build.V1;
using Platform.Network;
using Platform.Oci;
using Platform.Tools;

namespace Platform.Build.Contents;

/// <summary>Gets the directory a source names into the folder of the run: from git, an archive, or the source itself.</summary>
internal sealed class SourceTrees(GitSources git, Downloader downloads, ArchiveLimits limits)
{
    /// <summary>The directory, and what it came from. Throws <see cref="BuildFailedException"/>.</summary>
    internal Task<SourceTree> GetAsync(BuildJob job, TreeSource source, CancellationToken ct) => source switch
    {
        { Git: { } place } => FromGitAsync(job, place, ct),
        { Archive: { } archive } => FromArchiveAsync(job, new Uri(archive), source.Path, ct),
        _ => FromFilesAsync(job, source.Files, ct),
    };

    /// <summary>A directory in git.</summary>
    internal async Task<SourceTree> FromGitAsync(BuildJob job, GitSource place, CancellationToken ct)
    {
        var tree = await git.FetchAsync(job, place, ct);
        return new SourceTree(await git.CheckOutAsync(job, tree, ct), [new ProvenanceMaterial($"git+{place.Url}", "gitCommit", tree.Commit)]);
    }

    /// <summary>Unpacks an archive that was fetched.</summary>
    internal async Task<string> UnpackAsync(BuildJob job, string archive, CancellationToken ct)
    {
        var folder = Path.Combine(job.Folder, "unpacked");
        try
        {
            await ArchiveReader.ExtractAsync(archive, folder, limits, ct);
            return folder;
        }
        catch (ArchiveException e)
        {
            throw new BuildFailedException($"The archive is refused: {e.Message}", e);
        }
    }

    private async Task<SourceTree> FromArchiveAsync(BuildJob job, Uri address, string? path, CancellationToken ct)
    {
        await job.Log.WriteAsync($"Fetching {address}", ct);
        var file = Path.Combine(job.Folder, "archive");
        var content = await downloads.GetAsync(address, job.Login, ct);
        var digest = Digest.Of(content);
        await job.Log.WriteAsync($"Fetched {digest}", ct);
        await File.WriteAllBytesAsync(file, content, ct);
        var root = await UnpackAsync(job, file, ct);
        return new SourceTree(Below(root, path), [new ProvenanceMaterial(address.ToString(), "sha256", digest.Hex)]);
    }

    private static async Task<SourceTree> FromFilesAsync(BuildJob job, IReadOnlyDictionary<string, string> files, CancellationToken ct)
    {
        var root = Directory.CreateDirectory(Path.Combine(job.Folder, "files")).FullName;
        foreach (var (path, text) in files)
        {
            if (ArchivePaths.Fault(path) is { } fault)
                throw new BuildFailedException($"The path '{path}' {fault}.");
            try
            {
                var file = Path.Combine(root, path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                await File.WriteAllTextAsync(file, text, ct);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new BuildFailedException($"The file '{path}' cannot be written: it is a folder of another file's path, or its name is too long.", e);
            }
        }

        return new SourceTree(root, []);
    }

    // Links were judged when the archive was unpacked, so a path that exists below the root leads nowhere else.
    private static string Below(string root, string? path)
    {
        if (path is null)
            return root;
        if (ArchivePaths.Fault(path) is { } fault)
            throw new BuildFailedException($"The path '{path}' {fault}.");
        var folder = Path.GetFullPath(Path.Combine(root, path));
        return Directory.Exists(folder) ? folder : throw new BuildFailedException($"The archive has no directory '{path}'.");
    }
}
