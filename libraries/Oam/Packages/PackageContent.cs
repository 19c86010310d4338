namespace Platform.Oam;

/// <summary>Content of a component package in the artifact store.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Repository">Where it is.</param>
/// <param name="Digest"><c>sha256:…</c></param>
public sealed record PackageContent(PackageContentKind Kind, string Repository, string Digest);
