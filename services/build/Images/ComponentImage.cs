namespace Platform.Build.Images;

/// <summary>A component's image.</summary>
/// <param name="Reference">Pinned by digest.</param>
/// <param name="Reused">Nothing had to be built.</param>
internal sealed record ComponentImage(string Reference, bool Reused);
