using System.Text.Json.Nodes;
using Platform.Oam;
using Platform.Storage;

namespace Platform.Deploy.Clusters;

/// <summary>The registered clusters, as planning sees them.</summary>
internal sealed class ClusterRegistry(IDocuments<ClusterDocument> clusters, IDocuments<ReachabilityDocument> seen, ServedKindsStore kinds)
{
    /// <summary>A registered cluster; null when there is none of that name (any more).</summary>
    public async Task<ClusterDocument?> FindAsync(string name, CancellationToken ct) =>
        await clusters.GetAsync(name, ct) is { Leaving: false } cluster ? cluster : null;

    /// <summary>All of them in the order of registration.</summary>
    public async Task<IReadOnlyList<ClusterFacts>> FactsAsync(CancellationToken ct)
    {
        var found = new Dictionary<string, (string? Version, ServedKinds? Kinds)>(StringComparer.Ordinal);
        await foreach (var cluster in seen.FindAllAsync(Find<ReachabilityDocument>.All, ct))
            found[cluster.Id] = (cluster.KubernetesVersion, await kinds.FindAsync(cluster.Kinds, ct));
        return [.. (await AllAsync(ct)).Select(cluster => Facts(cluster, found.GetValueOrDefault(cluster.Id)))];
    }

    public async Task<IReadOnlyList<ClusterDocument>> AllAsync(CancellationToken ct)
    {
        var all = new List<ClusterDocument>();
        await foreach (var cluster in clusters.FindAllAsync(Find<ClusterDocument>.All, ct))
        {
            if (!cluster.Leaving)
                all.Add(cluster);
        }

        return [.. all.OrderBy(cluster => cluster.RegisteredAt).ThenBy(cluster => cluster.Id, StringComparer.Ordinal)];
    }

    private static ClusterFacts Facts(ClusterDocument cluster, (string? Version, ServedKinds? Kinds) found) => new()
    {
        Name = cluster.Id,
        Labels = cluster.Labels,
        Params = JsonNode.Parse(cluster.Parameters) as JsonObject ?? [],
        NamespaceDefault = cluster.NamespaceDefault,
        IsDefault = cluster.IsDefault,
        KubernetesVersion = found.Version,
        Kinds = found.Kinds,
    };
}
