using System.Text.Json.Nodes;

namespace Platform.Oam;

/// <summary>What planning and rendering may know of a cluster.</summary>
public sealed record ClusterFacts
{
    /// <summary>Its name in the registry.</summary>
    public required string Name { get; init; }

    /// <summary>What topologies select by, and <c>${cluster.labels.…}</c>.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Its parameters: <c>${cluster.params.…}</c>. Never changed by the renderer.</summary>
    public JsonObject Params { get; init; } = [];

    /// <summary>The namespace to use where neither topology nor application name one.</summary>
    public string? NamespaceDefault { get; init; }

    /// <summary>Version of its API server, e.g. <c>v1.36.2</c>; null = unknown.</summary>
    public string? KubernetesVersion { get; init; }

    /// <summary>What its API server serves; null = unknown, so the newest versions of Kubernetes' own kinds are taken.</summary>
    public ServedKinds? Kinds { get; init; }

    /// <summary>The first of these API versions in which the cluster has the kind; the first of all when that isn't known, or none is.</summary>
    internal string ApiVersionOf(string kind, params ReadOnlySpan<string> versions)
    {
        foreach (var version in versions)
        {
            if (Kinds?.Has(version, kind) == true) return version;
        }

        return versions[0];
    }

    /// <summary>Marked as the cluster that <c>local</c> means and that applications without a topology go to.</summary>
    public bool IsDefault { get; init; }
}
