namespace Platform.Oci;

/// <summary>
/// What a layout's tags lead to: manifests, their parts, and what speaks of them. A list of the referrers tag schema holds nothing by
/// itself; it lives as long as what it is about, which may be something just written that no tag leads to yet.
/// </summary>
internal sealed class LayoutMarks(BlobFolder blobs, DateTimeOffset unusedSince)
{
    private const int MaxDepth = 8;
    private readonly HashSet<Digest> _marked = [];

    /// <summary>A tag leads there.</summary>
    internal bool Has(Digest digest) => _marked.Contains(digest);

    /// <summary>It stays: a tag leads there, or it was used.</summary>
    internal bool Stays(Digest digest) => Has(digest) || blobs.IsUsedSince(digest, unusedSince);

    internal static async Task<LayoutMarks> OfAsync(ManifestIndex index, BlobFolder blobs, DateTimeOffset unusedSince, CancellationToken ct)
    {
        var marks = new LayoutMarks(blobs, unusedSince);
        var (lists, roots) = Split(index);
        foreach (var root in roots)
            await marks.MarkAsync(root.Digest, depth: 0, ct);
        // Provenance may be signed in its turn: lists are followed until no more come alive.
        while (lists.FindIndex(l => marks.Stays(l.Subject)) is var next and >= 0)
        {
            await marks.MarkAsync(lists[next].List.Digest, depth: 0, ct);
            lists.RemoveAt(next);
        }

        return marks;
    }

    private static (List<(Digest Subject, Descriptor List)> Lists, List<Descriptor> Roots) Split(ManifestIndex index)
    {
        var lists = new List<(Digest, Descriptor)>();
        var roots = new List<Descriptor>();
        foreach (var entry in index.Manifests)
        {
            if (LayoutIndex.ReferrersSubject(entry) is { } subject)
                lists.Add((subject, entry));
            else
                roots.Add(entry);
        }

        return (lists, roots);
    }

    private async Task MarkAsync(Digest digest, int depth, CancellationToken ct)
    {
        if (!_marked.Add(digest) || depth > MaxDepth)
            return;
        foreach (var part in await PartsAsync(digest, ct))
            await MarkAsync(part, depth + 1, ct);
    }

    private async Task<IReadOnlyList<Digest>> PartsAsync(Digest digest, CancellationToken ct)
    {
        // Layers are larger than any manifest, or are not JSON: they have no parts.
        if (blobs.SizeOf(digest) is not { } size || size > StoredManifest.MaxSize || blobs.Open(digest) is not { } stream)
            return [];
        await using (stream)
        {
            var content = await Streams.ReadAtMostAsync(stream, StoredManifest.MaxSize, digest.ToString(), ct);
            return ManifestKind.Of(content) is { } kind ? [.. ManifestKind.PartsOf(kind, content)] : [];
        }
    }
}
