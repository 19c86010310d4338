namespace Platform.Oci;

/// <summary>
/// The blobs of a layout. A blob is written beside, hashed on the way, and moved to its name once it is whole: a reader never sees
/// half a blob, and a writer that dies leaves only an upload that is swept later.
/// </summary>
internal sealed class BlobFolder
{
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromDays(1);

    private readonly string _blobs;
    private readonly string _uploads;
    private readonly string _leaving;

    internal BlobFolder(string root)
    {
        _blobs = Path.Combine(root, "blobs", "sha256");
        _uploads = Path.Combine(root, "uploads");
        _leaving = Path.Combine(root, "leaving");
        Directory.CreateDirectory(_blobs);
        Directory.CreateDirectory(_uploads);
        SweepAbandonedUploads();
    }

    /// <summary>True when the blob is here; to have asked counts as a use, so that a collection leaves it.</summary>
    internal bool Has(Digest digest)
    {
        try
        {
            File.SetLastWriteTimeUtc(PathOf(digest), TimeProvider.System.GetUtcNow().UtcDateTime);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    internal bool IsUsedSince(Digest digest, DateTimeOffset since) => new FileInfo(PathOf(digest)) is { Exists: true } file && file.LastWriteTimeUtc >= since;

    /// <summary>The blobs that nobody wrote or asked for since, with their sizes.</summary>
    internal IEnumerable<(Digest Digest, long Size)> UnusedSince(DateTimeOffset since)
    {
        foreach (var file in new DirectoryInfo(_blobs).EnumerateFiles())
        {
            if (file.LastWriteTimeUtc < since && Digest.TryParse("sha256:" + file.Name, out var digest))
                yield return (digest, file.Length);
        }
    }

    /// <summary>
    /// Takes a blob away that nobody used since; false when somebody did. It is moved aside first and looked at again: a writer that found
    /// it just before has left its mark on it, one that comes later finds nothing and writes it anew.
    /// </summary>
    internal bool Remove(Digest digest, DateTimeOffset unusedSince)
    {
        Directory.CreateDirectory(_leaving);
        var aside = Path.Combine(_leaving, digest.Hex);
        try
        {
            File.Move(PathOf(digest), aside, overwrite: true);
            if (File.GetLastWriteTimeUtc(aside) >= unusedSince.UtcDateTime)
            {
                File.Move(aside, PathOf(digest), overwrite: true);
                return false;
            }
        }
        catch (FileNotFoundException)
        {
            return false;
        }

        File.Delete(aside);
        return true;
    }

    /// <summary>The blob's size when it is here; asking is no use.</summary>
    internal long? SizeOf(Digest digest) => new FileInfo(PathOf(digest)) is { Exists: true } file ? file.Length : null;

    internal Stream? Open(Digest digest)
    {
        try
        {
            return new FileStream(PathOf(digest), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024, useAsync: true);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    internal async Task<(Digest Digest, long Size)> WriteAsync(Stream content, Digest? expected, CancellationToken ct)
    {
        var upload = Path.Combine(_uploads, Guid.NewGuid().ToString("n"));
        try
        {
            var written = await WriteUploadAsync(upload, content, ct);
            if (expected is not null && written.Digest != expected)
                throw new OciException(OciError.Corrupt, $"The content has digest {written.Digest}, {expected} was expected.");

            // Two writers of the same content: both files are equal, the later move wins.
            File.Move(upload, PathOf(written.Digest), overwrite: true);
            return written;
        }
        catch (IOException e) when (DiskFull.Is(e))
        {
            throw new OciException(OciError.Full, "No room is left in the artifact store's folder.", e);
        }
        finally
        {
            File.Delete(upload);
        }
    }

    /// <summary>
    /// Moves a blob from another folder; false when it is not there. It is hashed and put to disk first: whoever wrote it may have been
    /// less careful than we are.
    /// </summary>
    internal async Task<bool> TakeAsync(BlobFolder from, Digest digest, CancellationToken ct)
    {
        var upload = Path.Combine(_uploads, Guid.NewGuid().ToString("n"));
        try
        {
            // To the uploads first: between two disks a move is a copy, which may be cut short.
            File.Move(from.PathOf(digest), upload);
            await using (var file = new FileStream(upload, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 64 * 1024, useAsync: true))
            {
                var (actual, _) = await Streams.CopyWithDigestAsync(file, Stream.Null, ct);
                if (actual != digest)
                    throw new OciException(OciError.Corrupt, $"The content has digest {actual}, {digest} was expected.");
                file.Flush(flushToDisk: true);
            }

            File.Move(upload, PathOf(digest), overwrite: true);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException e) when (DiskFull.Is(e))
        {
            throw new OciException(OciError.Full, "No room is left in the artifact store's folder.", e);
        }
        finally
        {
            File.Delete(upload);
        }
    }

    private static async Task<(Digest Digest, long Size)> WriteUploadAsync(string upload, Stream content, CancellationToken ct)
    {
        await using var file = new FileStream(upload, FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 * 1024, useAsync: true);
        var written = await Streams.CopyWithDigestAsync(content, file, ct);
        file.Flush(flushToDisk: true);
        return written;
    }

    private void SweepAbandonedUploads()
    {
        foreach (var upload in new DirectoryInfo(_uploads).EnumerateFiles())
        {
            if (TimeProvider.System.GetUtcNow() - upload.LastWriteTimeUtc > AbandonedAfter)
                upload.Delete();
        }
    }

    // Safe as a path by construction: a digest's hex is 64 characters of 0-9a-f.
    private string PathOf(Digest digest) => Path.Combine(_blobs, digest.Hex);
}
