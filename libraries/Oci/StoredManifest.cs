namespace Platform.Oci;

/// <summary>A manifest or index as stored: its descriptor and its very bytes.</summary>
public sealed record StoredManifest(Descriptor Descriptor, ReadOnlyMemory<byte> Content)
{
    /// <summary>Manifests and indexes larger than this many bytes are refused (the limit registries have).</summary>
    public const int MaxSize = 4 * 1024 * 1024;

    /// <summary>Reads the content as a manifest.</summary>
    public Manifest AsManifest() => OciJson.Read<Manifest>(Content.Span);

    /// <summary>Reads the content as an index.</summary>
    public ManifestIndex AsIndex() => OciJson.Read<ManifestIndex>(Content.Span);
}
