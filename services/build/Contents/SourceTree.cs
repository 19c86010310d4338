using Platform.Oci;

namespace Platform.Build.Contents;

/// <summary>A directory of a source on disk.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="Materials">What it came from.</param>
internal sealed record SourceTree(string Folder, IReadOnlyList<ProvenanceMaterial> Materials);
