namespace Platform.Oci;

/// <summary>One image or one artifact: a configuration and its layers (image-spec, manifest.md).</summary>
public sealed record Manifest
{
    /// <summary>Always 2.</summary>
    public int SchemaVersion { get; init; } = 2;

    /// <summary>Media type of this document.</summary>
    public string MediaType { get; init; } = MediaTypes.ImageManifest;

    /// <summary>What the artifact is, when it is no container image.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>The configuration.</summary>
    public required Descriptor Config { get; init; }

    /// <summary>The layers, lowest first.</summary>
    public required IReadOnlyList<Descriptor> Layers { get; init; }

    /// <summary>The manifest this one speaks of (signatures, provenance).</summary>
    public Descriptor? Subject { get; init; }

    /// <summary>Free notes, kept sorted.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init => field = Oci.Annotations.Sorted(value); }
}
