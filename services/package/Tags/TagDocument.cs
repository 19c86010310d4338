using Platform.Storage;

namespace Platform.Package.Tags;

/// <summary>A name that moves: it leads to one version of an application's packages now, and to another later.</summary>
internal sealed class TagDocument : IDocument
{
    /// <summary><c>namespace/application/tag</c>.</summary>
    public string Id { get; set; } = "";

    public long Version { get; set; }

    /// <summary><c>namespace/application</c>.</summary>
    public string Owner { get; set; } = "";

    public string Tag { get; set; } = "";

    public string PackageVersion { get; set; } = "";

    /// <summary>Digest of the package.</summary>
    public string Digest { get; set; } = "";

    internal static string IdOf(string owner, string tag) => $"{owner}/{tag}";
}
