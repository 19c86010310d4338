namespace Platform.Oci;

/// <summary>
/// An artifact store in a folder, in OCI image layout 1.0 (<c>oci-layout</c>, <c>index.json</c>, <c>blobs/sha256/…</c>), so that
/// <c>skopeo inspect oci:FOLDER:shop/web:1.0.0</c> reads it. Tags are entries of <c>index.json</c> named <c>repository:tag</c>.
/// Content is shared by all repositories. Several writers, also of several processes, may work at once.
/// </summary>
public sealed class LayoutStore : IArtifactStore, IDisposable
{
    private readonly BlobFolder _blobs;
    private readonly LayoutIndex _index;

    /// <summary>Opens the layout in <paramref name="directory"/>, making it when it is not there.</summary>
    public LayoutStore(string directory, string host = ArtifactStoreOptions.DefaultAlias)
    {
        Host = host;
        Directory = Path.GetFullPath(directory);
        _blobs = new BlobFolder(Directory);
        _index = new LayoutIndex(Directory);
    }

    /// <summary>The folder.</summary>
    public string Directory { get; }

    /// <inheritdoc/>
    public string Host { get; }

    /// <inheritdoc/>
    public async Task<Descriptor?> ResolveAsync(string repository, string tagOrDigest, CancellationToken ct = default)
    {
        OciNames.RequireRepository(repository);
        return Digest.TryParse(tagOrDigest, out _)
            ? (await GetManifestAsync(repository, tagOrDigest, ct))?.Descriptor
            : await _index.FindAsync(repository, tagOrDigest, ct);
    }

    /// <inheritdoc/>
    public async Task<StoredManifest?> GetManifestAsync(string repository, string tagOrDigest, CancellationToken ct = default)
    {
        OciNames.RequireRepository(repository);
        var tagged = Digest.TryParse(tagOrDigest, out var digest) ? null : await _index.FindAsync(repository, tagOrDigest, ct);
        digest ??= tagged?.Digest;
        if (digest is null || await this.GetBlobAsync(repository, digest, ct: ct) is not { } content)
            return null;

        var mediaType = tagged?.MediaType ?? ManifestKind.Of(content);
        return mediaType is null
            ? null
            : new StoredManifest(new Descriptor { MediaType = mediaType, Digest = digest, Size = content.Length }, content);
    }

    /// <inheritdoc/>
    public async Task<Descriptor> PushManifestAsync(
        string repository, string mediaType, ReadOnlyMemory<byte> content, string? tag = null, CancellationToken ct = default)
    {
        OciNames.RequireRepository(repository);
        if (tag is not null)
            OciNames.RequireTag(tag);
        // Under the lock, so that no collection takes a part between the look and the write.
        var descriptor = await _index.WithLockAsync(() => WriteManifestAsync(repository, mediaType, content, ct), ct);
        if (tag is not null)
            await _index.SetAsync(repository, tag, descriptor, ct);
        return descriptor;
    }

    /// <inheritdoc/>
    public Task<bool> HasBlobAsync(string repository, Digest digest, CancellationToken ct = default) => Task.FromResult(_blobs.Has(digest));

    /// <inheritdoc/>
    public Task<Stream?> OpenBlobAsync(string repository, Digest digest, CancellationToken ct = default) =>
        Task.FromResult(_blobs.Open(digest) is { } stream ? new VerifyingStream(stream, digest, $"{Host}/{repository}@{digest}") : (Stream?)null);

    /// <inheritdoc/>
    public async Task<Descriptor> PushBlobAsync(
        string repository, string mediaType, Stream content, Digest? expected = null, CancellationToken ct = default)
    {
        OciNames.RequireRepository(repository);
        if (expected is not null && _blobs.Has(expected) && _blobs.SizeOf(expected) is { } present)
            return new Descriptor { MediaType = mediaType, Digest = expected, Size = present };

        var (digest, size) = await _blobs.WriteAsync(content, expected, ct);
        return new Descriptor { MediaType = mediaType, Digest = digest, Size = size };
    }

    /// <summary>Takes a blob out of another layout; false when that one doesn't have it.</summary>
    internal Task<bool> TakeBlobAsync(LayoutStore from, Digest digest, CancellationToken ct) => _blobs.TakeAsync(from._blobs, digest, ct);

    /// <inheritdoc/>
    public Task<bool> MountBlobAsync(string repository, string from, Digest digest, CancellationToken ct = default) =>
        Task.FromResult(_blobs.Has(digest));

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListTagsAsync(string repository, CancellationToken ct = default)
    {
        OciNames.RequireRepository(repository);
        return _index.TagsAsync(repository, ct);
    }

    /// <inheritdoc/>
    public Task<bool> DeleteTagAsync(string repository, string tag, CancellationToken ct = default)
    {
        OciNames.RequireRepository(repository);
        return _index.RemoveAsync(repository, tag, ct);
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteManifestAsync(string repository, Digest digest, CancellationToken ct = default)
    {
        OciNames.RequireRepository(repository);
        return await _index.RemoveAsync(repository, digest, ct) || _blobs.SizeOf(digest) is not null;
    }

    /// <inheritdoc/>
    public Task<Collected> CollectAsync(TimeSpan unusedFor, CancellationToken ct = default) =>
        new LayoutCollection(_index, _blobs).RunAsync(TimeProvider.System.GetUtcNow() - unusedFor, ct);

    /// <inheritdoc/>
    public void Dispose() => _index.Dispose();

    private async Task<Descriptor> WriteManifestAsync(string repository, string mediaType, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        await RequirePartsAsync(repository, mediaType, content, ct);
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        var (digest, size) = await _blobs.WriteAsync(stream, expected: null, ct);
        return new Descriptor { MediaType = mediaType, Digest = digest, Size = size };
    }

    private async Task RequirePartsAsync(string repository, string mediaType, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        foreach (var part in ManifestKind.PartsOf(mediaType, content.Span))
        {
            if (!_blobs.Has(part))
                throw new OciException(OciError.Rejected, $"{Host}/{repository}: the manifest refers to {part}, which is not in the store.");
            // An index keeps the parts of its manifests too.
            if (MediaTypes.IsIndex(mediaType) && await GetManifestAsync(repository, part.ToString(), ct) is { } manifest)
                await RequirePartsAsync(repository, manifest.Descriptor.MediaType, manifest.Content, ct);
        }
    }
}
