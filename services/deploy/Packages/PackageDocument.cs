using Platform.Storage;

namespace Platform.Deploy.Packages;

/// <summary>What Deploy knows of an application package, from <c>ApplicationPackaged</c>; its id is <c>namespace/name/version</c>.</summary>
internal sealed class PackageDocument : IDocument
{
    public string Id { get; set; } = "";

    public long Version { get; set; }

    public string Namespace { get; set; } = "";

    public string Name { get; set; } = "";

    public string PackageVersion { get; set; } = "";

    public string Digest { get; set; } = "";

    public List<PackageEntry> Components { get; set; } = [];

    public static string IdOf(string ns, string name, string version) => $"{ns}/{name}/{version}";
}
