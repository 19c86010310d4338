using Platform.Deploy.Planning.Fetching;
using Platform.Oam;
using Platform.Oci;
using Platform.Tools;

namespace Platform.Deploy.Planning.Rendering;

/// <summary>A folder for one run of a tool; it goes when that has ended.</summary>
internal sealed class WorkFolder : IDisposable
{
    private static readonly ArchiveLimits Limits = new() { TotalBytes = 64L * 1024 * 1024, Entries = 5_000 };

    private WorkFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>Where the archive was unpacked.</summary>
    public string Tree => System.IO.Path.Combine(Path, "tree");

    /// <summary>Unpacks what the need's <c>repository</c> and <c>digest</c> name.</summary>
    /// <exception cref="UnusableException">It isn't there, or is no archive to trust.</exception>
    /// <exception cref="NotNowException">The artifact store is away.</exception>
    public static async Task<WorkFolder> UnpackAsync(IArtifactStore store, Need need, CancellationToken ct)
    {
        var folder = new WorkFolder(Directory.CreateTempSubdirectory("platform-render-").FullName);
        try
        {
            var archive = System.IO.Path.Combine(folder.Path, "archive");
            await StoredContent.SaveAsync(store, need, archive, ct);
            await ArchiveReader.ExtractAsync(archive, folder.Tree, Limits, ct);
            File.Delete(archive);
            return folder;
        }
        catch (ArchiveException e)
        {
            folder.Dispose();
            throw new UnusableException($"the archive is refused: {e.Message}", e);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>A message without the name of this folder, which says nothing to anybody.</summary>
    public string Clean(string message) => message
        .Replace(Tree + "/", "", StringComparison.Ordinal).Replace(Path + "/", "", StringComparison.Ordinal).Replace(Path, ".", StringComparison.Ordinal);

    public void Dispose() => Folders.Remove(Path);
}
