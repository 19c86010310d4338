using Platform.Oci;

namespace Platform.Build.Contents;

/// <summary>A packaged chart on disk.</summary>
/// <param name="File">The <c>.tgz</c>.</param>
/// <param name="Materials">What it came from.</param>
internal sealed record PackedChart(string File, IReadOnlyList<ProvenanceMaterial> Materials);
