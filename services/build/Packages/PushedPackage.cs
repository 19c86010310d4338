using Platform.Oci;

namespace Platform.Build.Packages;

/// <summary>A component package in the artifact store.</summary>
/// <param name="Manifest">The package.</param>
/// <param name="Content">What it carries besides images; null for nothing.</param>
/// <param name="WasThere">The content was there before: an equal package had been made.</param>
internal sealed record PushedPackage(Descriptor Manifest, Descriptor? Content, bool WasThere);
