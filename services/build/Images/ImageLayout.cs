using Platform.Oci;

namespace Platform.Build.Images;

/// <summary>An image as its builder wrote it.</summary>
/// <param name="Platform">What it was built for; null for the builder's own.</param>
/// <param name="Folder">The OCI layout it is in.</param>
/// <param name="Digest">The image.</param>
internal sealed record ImageLayout(string? Platform, string Folder, Digest Digest);
