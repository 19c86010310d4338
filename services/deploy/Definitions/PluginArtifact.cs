using Platform.Deploy.Planning.Fetching;
using Platform.Deploy.Planning.Sources;
using Platform.Hosting;
using Platform.Oci;

namespace Platform.Deploy.Definitions;

/// <summary>
/// A package of definitions in a registry: an artifact with one layer, the archive, as <c>oras push</c> makes it of a file or a folder.
/// </summary>
internal sealed class PluginArtifact(SourceRegistries registries)
{
    private const string Scheme = "oci://";
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(30);

    /// <summary>The archive that <c>oci://host/repository:tag</c>, or <c>…@digest</c>, stands for.</summary>
    /// <exception cref="ProblemException">There is none, it is too large, or the registry doesn't give it.</exception>
    public async Task<Stream> FetchAsync(string from, CancellationToken ct)
    {
        if (!from.StartsWith(Scheme, StringComparison.Ordinal))
            throw Refused(from, $"it has to begin with {Scheme}");
        if (!ImageReference.TryParse(from[Scheme.Length..], out var reference, out var fault))
            throw Refused(from, fault);
        try
        {
            var registry = registries.Open(reference);
            var manifest = await registry.GetManifestAsync(reference.Repository, reference.TagOrDigest, ct) ?? throw Refused(from, $"{reference.Host} does not have it");
            if (MediaTypes.IsIndex(manifest.Descriptor.MediaType) || manifest.AsManifest().Layers is not [{ } layer])
                throw Refused(from, "an artifact with one layer is expected, a .zip or .tar.gz of definitions");
            if (layer.Size > PluginPackage.LargestPackage)
                throw new ProblemException(Problems.TooLarge(PluginPackage.LargestPackage));
            return new MemoryStream(await registry.GetBlobAsync(reference.Repository, layer.Digest, PluginPackage.LargestPackage, ct)
                ?? throw Refused(from, $"{reference.Host} does not have {layer.Digest}"));
        }
        catch (UnusableException e)
        {
            throw Refused(from, e.Message);
        }
        catch (OciException e) when (e.IsTransient)
        {
            throw new ProblemException(Problems.Unavailable($"{from} can't be fetched now: {e.Message}", Later));
        }
        catch (OciException e)
        {
            throw Refused(from, e.Message);
        }
    }

    private static ProblemException Refused(string from, string why) => new(Problems.Unprocessable(new ProblemError("from", null, null, $"'{from}' is no package of definitions: {why}")));
}
