namespace Platform.Oci;

/// <summary>What can be said of every artifact store in terms of its few methods.</summary>
public static class ArtifactStoreExtensions
{
    /// <summary>Stores a small blob.</summary>
    public static async Task<Descriptor> PushBlobAsync(
        this IArtifactStore store, string repository, string mediaType, ReadOnlyMemory<byte> content, CancellationToken ct = default)
    {
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        return await store.PushBlobAsync(repository, mediaType, stream, Digest.Of(content.Span), ct);
    }

    /// <summary>Stores a manifest.</summary>
    public static Task<Descriptor> PushManifestAsync(
        this IArtifactStore store, string repository, Manifest manifest, string? tag = null, CancellationToken ct = default) =>
        store.PushManifestAsync(repository, manifest.MediaType, OciJson.Write(manifest), tag, ct);

    /// <summary>Stores an index.</summary>
    public static Task<Descriptor> PushIndexAsync(
        this IArtifactStore store, string repository, ManifestIndex index, string? tag = null, CancellationToken ct = default) =>
        store.PushManifestAsync(repository, index.MediaType, OciJson.Write(index), tag, ct);

    /// <summary>A small blob's content, at most <paramref name="maxSize"/> bytes; null when it is not here.</summary>
    public static async Task<byte[]?> GetBlobAsync(
        this IArtifactStore store, string repository, Digest digest, int maxSize = StoredManifest.MaxSize, CancellationToken ct = default)
    {
        await using var stream = await store.OpenBlobAsync(repository, digest, ct);
        return stream is null ? null : await Streams.ReadAtMostAsync(stream, maxSize, digest.ToString(), ct);
    }
}
