using System.Formats.Tar;
using System.IO.Compression;
using Platform.Deploy.Planning.Fetching;
using Platform.Oam;
using Platform.Oci;
using Platform.Tools;

namespace Platform.Deploy.Planning.Sources;

/// <summary>Fetches directories that applications name, from git; what is kept is the whole tree, so that bases beside a directory are there.</summary>
internal sealed class TreeSources(ToolRunner runner, SourceStore kept, DeployOptions options) : INeedResolver
{
    private readonly GitFetcher git = new(runner, new()
    {
        AllowHttp = options.SourcesByHttp,
        AllowedFolders = [.. options.SourceFolders],
        Addresses = options.SourceAddresses,
        MaxBytes = 64L * 1024 * 1024,
        MaxFiles = 5_000,
        TimeLimit = options.FetchTime,
    });

    public string Kind => NeedKinds.TreeSource;

    public bool Changes => true;

    public async Task<Answer> ResolveAsync(Need need, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("platform-source-").FullName;
        try
        {
            var tree = await git.FetchAsync(new() { Url = need.Text("url")!, Ref = need.Text("ref") }, folder, ct);
            var files = Path.Combine(folder, "files");
            await git.CheckOutAsync(tree, files, ct);
            return await kept.KeepAsync(PackageNames.KustomizeContent, await PackAsync(files, ct), ct);
        }
        catch (GitException e)
        {
            return Answer.Failed(e.Message);
        }
        catch (ToolMissingException e)
        {
            throw new NotNowException(e.Message, e);
        }
        catch (ToolException e)
        {
            throw new NotNowException($"{need.Text("url")} can't be fetched: {e.Message}", e);
        }
        finally
        {
            Folders.Remove(folder);
        }
    }

    /// <summary>In one way for the same files: the digest is of them alone. Links are left out: nothing a tree needs is one.</summary>
    private static async Task<byte[]> PackAsync(string files, CancellationToken ct)
    {
        using var buffer = new MemoryStream();
        await using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        await using (var tar = new TarWriter(gzip))
        {
            var paths = new DirectoryInfo(files).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.LinkTarget is null)
                .Select(file => Path.GetRelativePath(files, file.FullName)).Order(StringComparer.Ordinal);
            foreach (var path in paths)
            {
                await using var content = File.OpenRead(Path.Combine(files, path));
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = content, ModificationTime = DateTimeOffset.UnixEpoch }, ct);
            }
        }

        return buffer.ToArray();
    }
}
