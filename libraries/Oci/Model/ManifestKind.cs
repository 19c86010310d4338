using System.Text.Json;

namespace Platform.Oci;

/// <summary>What a stored document is, told from its content: blobs of a layout carry no media type.</summary>
internal static class ManifestKind
{
    internal static string? Of(ReadOnlySpan<byte> content)
    {
        try
        {
            var reader = new Utf8JsonReader(content);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return null;
            if (root.TryGetProperty("mediaType", out var mediaType) && mediaType.ValueKind == JsonValueKind.String)
                return MediaTypes.IsManifest(mediaType.GetString()!) ? mediaType.GetString() : null;

            // The media type is optional in both (image-spec): then the lists tell.
            if (root.TryGetProperty("manifests", out _))
                return MediaTypes.ImageIndex;
            return root.TryGetProperty("layers", out _) && root.TryGetProperty("config", out _) ? MediaTypes.ImageManifest : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal static IEnumerable<Digest> PartsOf(string mediaType, ReadOnlySpan<byte> content)
    {
        if (MediaTypes.IsIndex(mediaType))
            return OciJson.Read<ManifestIndex>(content).Manifests.Select(m => m.Digest);

        var manifest = OciJson.Read<Manifest>(content);
        return manifest.Layers.Select(l => l.Digest).Prepend(manifest.Config.Digest);
    }
}
