namespace Platform.Oci;

/// <summary>
/// Where artifacts are kept: a folder in OCI image layout, or a registry. Content is addressed by digest and verified on its way in
/// and out; pushing what is there already is cheap and changes nothing. Every method may throw <see cref="OciException"/>.
/// </summary>
public interface IArtifactStore
{
    /// <summary>The host part of references to what is kept here, e.g. <c>platform.local</c> or <c>registry.example:5000</c>.</summary>
    string Host { get; }

    /// <summary>What a tag or digest stands for; null when it is not here.</summary>
    Task<Descriptor?> ResolveAsync(string repository, string tagOrDigest, CancellationToken ct = default);

    /// <summary>A manifest or index with its bytes; null when it is not here.</summary>
    Task<StoredManifest?> GetManifestAsync(string repository, string tagOrDigest, CancellationToken ct = default);

    /// <summary>Stores a manifest or index and, when a tag is given, lets the tag point to it. What it refers to must be here before.</summary>
    Task<Descriptor> PushManifestAsync(
        string repository, string mediaType, ReadOnlyMemory<byte> content, string? tag = null, CancellationToken ct = default);

    /// <summary>True when the blob is here.</summary>
    Task<bool> HasBlobAsync(string repository, Digest digest, CancellationToken ct = default);

    /// <summary>
    /// A blob's content; null when it is not here. Reading to the end throws <see cref="OciException"/> when the content is not what the
    /// digest says.
    /// </summary>
    Task<Stream?> OpenBlobAsync(string repository, Digest digest, CancellationToken ct = default);

    /// <summary>
    /// Stores a blob from a stream of any length without holding it in memory. With <paramref name="expected"/>, a blob that is here
    /// already is not sent, and other content is refused.
    /// </summary>
    Task<Descriptor> PushBlobAsync(
        string repository, string mediaType, Stream content, Digest? expected = null, CancellationToken ct = default);

    /// <summary>
    /// Makes a blob of another repository of this store one of this repository's without sending it; false when the store cannot, and
    /// it has to be pushed.
    /// </summary>
    Task<bool> MountBlobAsync(string repository, string from, Digest digest, CancellationToken ct = default);

    /// <summary>The tags of a repository in ordinal order; empty when there is no such repository.</summary>
    Task<IReadOnlyList<string>> ListTagsAsync(string repository, CancellationToken ct = default);

    /// <summary>Takes a tag away and no other, be it of the same content; false when there was none. The content stays until it is collected.</summary>
    Task<bool> DeleteTagAsync(string repository, string tag, CancellationToken ct = default);

    /// <summary>Takes a manifest or index away with all its tags; false when it was not here. What it refers to stays until it is collected.</summary>
    Task<bool> DeleteManifestAsync(string repository, Digest digest, CancellationToken ct = default);

    /// <summary>
    /// Frees the room of what no tag leads to and what nobody wrote or asked for in <paramref name="unusedFor"/>. Writers may be at work
    /// meanwhile. A registry collects by itself, or by its operator's command: nothing is done there.
    /// </summary>
    Task<Collected> CollectAsync(TimeSpan unusedFor, CancellationToken ct = default);
}
