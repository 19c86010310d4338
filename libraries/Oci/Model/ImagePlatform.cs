namespace Platform.Oci;

/// <summary>Operating system and processor an image is for, in Go's names.</summary>
public sealed record ImagePlatform
{
    /// <summary>Processor, e.g. <c>amd64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>Operating system, e.g. <c>linux</c>.</summary>
    public required string Os { get; init; }

    /// <summary>Processor variant, e.g. <c>v8</c>.</summary>
    public string? Variant { get; init; }
}
