using Platform.Storage;

namespace Platform.Deploy.Clusters;

/// <summary>What API servers serve, under the digest of it: clusters of one make share it.</summary>
internal sealed class ServedKindsDocument : IDocument
{
    /// <summary><c>sha256:…</c></summary>
    public string Id { get; set; } = "";

    public long Version { get; set; }

    /// <summary><c>apiVersion kind</c> of kinds with namespaces, in order.</summary>
    public List<string> Namespaced { get; set; } = [];

    /// <summary><c>apiVersion kind</c> of the others.</summary>
    public List<string> ClusterScoped { get; set; } = [];
}
