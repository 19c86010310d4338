using Platform.Storage;

namespace Platform.Package.Artifacts;

/// <summary>
/// A manifest that a deleted package referred to. It goes after a while, unless a package refers to it again: registries do not list
/// manifests without tags, so whoever made them has to remember them.
/// </summary>
internal sealed class ReleasedArtifact : IDocument
{
    /// <summary><c>repository@digest</c>.</summary>
    public string Id { get; set; } = "";

    public long Version { get; set; }

    /// <summary><c>namespace/application</c>.</summary>
    public string Owner { get; set; } = "";

    public string Repository { get; set; } = "";

    public string Digest { get; set; } = "";

    public DateTimeOffset Since { get; set; }
}
