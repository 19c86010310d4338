using System.Text.Json.Nodes;
using Platform.Deploy.Planning.Fetching;
using Platform.Oam;
using Platform.Oci;

namespace Platform.Deploy.Planning.Sources;

/// <summary>Keeps what was fetched in the artifact store: from then on its digest says which it is, and its source may change or go.</summary>
internal sealed class SourceStore(IArtifactStore store)
{
    private const string Repository = "sources";

    public async Task<Answer> KeepAsync(string mediaType, byte[] content, CancellationToken ct)
    {
        try
        {
            var blob = await store.PushBlobAsync(Repository, mediaType, content, ct);
            // What no manifest with a tag refers to is collected.
            var manifest = new Manifest
            {
                ArtifactType = mediaType,
                Config = await store.PushBlobAsync(Repository, MediaTypes.Empty, "{}"u8.ToArray(), ct),
                Layers = [blob],
            };
            await store.PushManifestAsync(Repository, manifest, blob.Digest.Hex, ct);
            return new(new JsonObject { ["repository"] = Repository, ["digest"] = blob.Digest.ToString() });
        }
        catch (OciException e)
        {
            throw new NotNowException($"What was fetched can't be kept: {e.Message}", e);
        }
    }
}
