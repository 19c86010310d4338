namespace Platform.Oci;

/// <summary>A reference to content: what kind it is, its digest and its size in bytes (image-spec, descriptor.md).</summary>
public sealed record Descriptor
{
    /// <summary>Media type of the content.</summary>
    public required string MediaType { get; init; }

    /// <summary>Digest of the content.</summary>
    public required Digest Digest { get; init; }

    /// <summary>Size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>What the content is for, when the manifest is no container image.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>The platform an image of an index is for.</summary>
    public ImagePlatform? Platform { get; init; }

    /// <summary>Free notes, kept sorted so that equal descriptors are equal bytes.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init => field = Oci.Annotations.Sorted(value); }
}
