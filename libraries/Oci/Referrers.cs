namespace Platform.Oci;

/// <summary>
/// Artifacts that speak of another one: provenance, signatures. Each is a manifest with a <c>subject</c>; the list is kept by the
/// referrers tag schema (distribution-spec 1.1, "Referrers tag schema"), an index under the tag <c>sha256-…</c>, which every registry can
/// hold and every client falls back to.
/// </summary>
public static class Referrers
{
    private static readonly SemaphoreSlim[] Turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>The tag that lists what speaks of a digest.</summary>
    public static string TagOf(Digest subject) => $"sha256-{subject.Hex}";

    /// <summary>True for a tag of the referrers tag schema.</summary>
    public static bool IsTag(string tag) => SubjectOf(tag) is not null;

    /// <summary>The digest a referrers tag is about; null when it is another tag.</summary>
    public static Digest? SubjectOf(string tag) =>
        tag.StartsWith("sha256-", StringComparison.Ordinal) && Digest.TryParse("sha256:" + tag["sha256-".Length..], out var digest) ? digest : null;

    /// <summary>
    /// Stores an artifact that speaks of <see cref="Manifest.Subject"/>, and lists it there. Doing it twice changes nothing. Two of one
    /// process take turns; of two processes at the very same moment one may leave the other's entry out of the list, as with every
    /// client, since no registry compares and swaps.
    /// </summary>
    public static async Task<Descriptor> AttachAsync(IArtifactStore store, string repository, Manifest manifest, CancellationToken ct = default)
    {
        var subject = manifest.Subject ?? throw new ArgumentException("The manifest names no subject.", nameof(manifest));
        var pushed = await store.PushManifestAsync(repository, manifest, ct: ct);
        var turn = Turns[(uint)subject.Digest.GetHashCode() % Turns.Length];
        await turn.WaitAsync(ct);
        try
        {
            var listed = await ListAsync(store, repository, subject.Digest, ct);
            if (listed.All(l => l.Digest != pushed.Digest))
            {
                var entry = pushed with { ArtifactType = manifest.ArtifactType, Annotations = manifest.Annotations };
                await store.PushIndexAsync(repository, new ManifestIndex { Manifests = [.. listed, entry] }, TagOf(subject.Digest), ct);
            }

            return pushed;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>What speaks of a manifest; empty when nothing does.</summary>
    public static async Task<IReadOnlyList<Descriptor>> ListAsync(IArtifactStore store, string repository, Digest subject, CancellationToken ct = default) =>
        await store.GetManifestAsync(repository, TagOf(subject), ct) is { } list && MediaTypes.IsIndex(list.Descriptor.MediaType)
            ? list.AsIndex().Manifests
            : [];
}
