namespace Platform.Oci;

/// <summary>Copies an artifact with everything it refers to from one store to another; digests stay. What is there is not sent.</summary>
public static class ArtifactCopy
{
    private const int MaxDepth = 4;

    /// <summary>Copies what a tag or digest stands for. Throws <see cref="OciException"/> when it, or a part of it, is missing.</summary>
    public static Task<Descriptor> CopyAsync(
        IArtifactStore from, string fromRepository, string tagOrDigest, IArtifactStore to, string toRepository, string? tag, CancellationToken ct = default) =>
        CopyAsync(new Way(from, fromRepository, to, toRepository), tagOrDigest, tag, depth: 0, ct);

    /// <summary>
    /// As <see cref="CopyAsync(IArtifactStore, string, string, IArtifactStore, string, string?, CancellationToken)"/>, out of a layout that is
    /// thrown away afterwards: into a folder on the same disk its blobs are moved rather than copied.
    /// </summary>
    public static Task<Descriptor> MoveAsync(
        LayoutStore from, string fromRepository, string tagOrDigest, IArtifactStore to, string toRepository, string? tag, CancellationToken ct = default) =>
        CopyAsync(new Way(from, fromRepository, to, toRepository, Moving: true), tagOrDigest, tag, depth: 0, ct);

    private static async Task<Descriptor> CopyAsync(Way way, string tagOrDigest, string? tag, int depth, CancellationToken ct)
    {
        // An index may hold itself no more than a hash can: the limit is against absurd nesting only.
        if (depth > MaxDepth)
            throw new OciException(OciError.Rejected, $"{way.FromRepository}:{tagOrDigest} holds indexes more than {MaxDepth} deep.");

        var found = await way.From.GetManifestAsync(way.FromRepository, tagOrDigest, ct) ?? throw way.Missing(tagOrDigest);
        if (MediaTypes.IsIndex(found.Descriptor.MediaType))
        {
            foreach (var part in found.AsIndex().Manifests)
                await CopyAsync(way, part.Digest.ToString(), tag: null, depth + 1, ct);
        }
        else
        {
            var manifest = found.AsManifest();
            foreach (var blob in manifest.Layers.Prepend(manifest.Config).DistinctBy(b => b.Digest))
                await CopyBlobAsync(way, blob, ct);
        }

        return await way.To.PushManifestAsync(way.ToRepository, found.Descriptor.MediaType, found.Content, tag, ct);
    }

    private static async Task CopyBlobAsync(Way way, Descriptor blob, CancellationToken ct)
    {
        if (await way.To.HasBlobAsync(way.ToRepository, blob.Digest, ct)
            || (ReferenceEquals(way.From, way.To) && await way.To.MountBlobAsync(way.ToRepository, way.FromRepository, blob.Digest, ct)))
            return;

        if (way is { Moving: true, From: LayoutStore from, To: LayoutStore to } && await to.TakeBlobAsync(from, blob.Digest, ct))
            return;
        await using var content = await way.From.OpenBlobAsync(way.FromRepository, blob.Digest, ct) ?? throw way.Missing(blob.Digest.ToString());
        await way.To.PushBlobAsync(way.ToRepository, blob.MediaType, content, blob.Digest, ct);
    }

    private sealed record Way(IArtifactStore From, string FromRepository, IArtifactStore To, string ToRepository, bool Moving = false)
    {
        internal OciException Missing(string what) => new(OciError.NotFound, $"{From.Host}/{FromRepository} does not have {what}.");
    }
}
