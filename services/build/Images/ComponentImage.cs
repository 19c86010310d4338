using Platform.Oci;

namespace Platform.Build.Images;

/// <summary>A component's image.</summary>
/// <param name="Reference">Pinned by digest.</param>
/// <param name="Reused">Nothing had to be built.</param>
internal sealed record ComponentImage(string Reference, bool Reused)
{
    /// <summary>What it was built of.</summary>
    public IReadOnlyList<ProvenanceMaterial> Materials { get; init; } = [];

    /// <summary>What built it; null for an image that existed.</summary>
    public string? Builder { get; init; }
}
