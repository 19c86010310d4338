using Platform.Build.Logs;
using Platform.Build.Tasks;
using Platform.Oci;

namespace Platform.Build.Images;

/// <summary>
/// An image that exists already. A digest is taken as it is; a tag is looked up, in the platform's own store when the reference names
/// it, else in its registry, since a tag may point elsewhere tomorrow.
/// </summary>
internal sealed class ExistingImage(IArtifactStore store, ArtifactStoreOptions options, Registries registries)
{
    /// <summary>The reference, pinned by digest. Throws <see cref="BuildFailedException"/> or <see cref="OciException"/> with the reason.</summary>
    internal async Task<string> PinAsync(string text, BuildLog log, CancellationToken ct)
    {
        if (!ImageReference.TryParse(text, out var reference, out var fault))
            throw new BuildFailedException($"image.ref '{text}': {fault}.");
        if (reference.Digest is { } given)
        {
            await log.WriteAsync($"{text} names its digest", ct);
            return reference.Pinned(given).ToString();
        }

        await log.WriteAsync($"Looking up {reference}", ct);
        // The alias names the platform's own store wherever that is, so the same source works on a folder and on a registry.
        if (reference.Host == options.Alias)
            reference = reference with { Host = store.Host };
        var origin = reference.Host == store.Host ? store : registries.For(reference.Host);
        var found = await origin.ResolveAsync(reference.Repository, reference.TagOrDigest, ct)
            ?? throw new BuildFailedException($"{reference.Host} has no image {reference.Repository}:{reference.Tag}.");
        await log.WriteAsync($"{reference} is {found.Digest}", ct);
        return reference.Pinned(found.Digest).ToString();
    }
}
