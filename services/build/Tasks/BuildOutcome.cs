using Platform.Oci;

namespace Platform.Build.Tasks;

/// <summary>A component package in the artifact store.</summary>
/// <param name="Digest">The component package.</param>
/// <param name="Images">The images it refers to, each pinned by digest.</param>
/// <param name="ContentType">Media type of what it carries besides; null for nothing.</param>
/// <param name="ContentDigest">Digest of that.</param>
/// <param name="Reused">Nothing had to be built.</param>
internal sealed record BuildOutcome(Digest Digest, IReadOnlyList<string> Images, string? ContentType, Digest? ContentDigest, bool Reused);
