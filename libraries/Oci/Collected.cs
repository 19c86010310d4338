namespace Platform.Oci;

/// <summary>What a collection freed.</summary>
/// <param name="Blobs">Number of blobs, manifests among them.</param>
/// <param name="Bytes">Their size.</param>
public sealed record Collected(int Blobs, long Bytes)
{
    /// <summary>Nothing was freed.</summary>
    public static Collected Nothing { get; } = new(0, 0);
}
