namespace Platform.Oci;

/// <summary>A list of manifests (image-spec, image-index.md); also the form of a layout's <c>index.json</c>.</summary>
public sealed record ManifestIndex
{
    /// <summary>Always 2.</summary>
    public int SchemaVersion { get; init; } = 2;

    /// <summary>Media type of this document.</summary>
    public string MediaType { get; init; } = MediaTypes.ImageIndex;

    /// <summary>What the artifact is, when it is no container image.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>The manifests.</summary>
    public required IReadOnlyList<Descriptor> Manifests { get; init; }

    /// <summary>The manifest this one speaks of.</summary>
    public Descriptor? Subject { get; init; }

    /// <summary>Free notes, kept sorted.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init => field = Oci.Annotations.Sorted(value); }
}
