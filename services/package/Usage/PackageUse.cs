using Platform.Storage;

namespace Platform.Package.Usage;

/// <summary>A revision that pins a package, as Deploy announced it: what keeps the package from being deleted.</summary>
internal sealed class PackageUse : IDocument
{
    /// <summary><c>namespace/application/revision</c>.</summary>
    public string Id { get; set; } = "";

    public long Version { get; set; }

    /// <summary><c>namespace/application</c>.</summary>
    public string Application { get; set; } = "";

    public long Revision { get; set; }

    /// <summary>Digest of the package.</summary>
    public string Digest { get; set; } = "";
}
