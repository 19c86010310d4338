using System.Text.Json.Nodes;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applying;
using Platform.Storage;

namespace Platform.Deploy.Clusters;

/// <summary>Puts together what is shown of a cluster, and who uses it.</summary>
internal sealed class ClusterViews(
    IDocuments<ReachabilityDocument> seen, IDocuments<ClusterRolloutDocument> parts, IDocuments<InventoryDocument> inventories, TimeProvider clock)
{
    public async Task<ClusterAnswer> OfAsync(ClusterDocument cluster, CancellationToken ct)
    {
        var reach = await seen.GetAsync(cluster.Id, ct);
        var open = reach?.BreakerUntil > clock.GetUtcNow();
        return new()
        {
            Name = cluster.Id,
            Labels = cluster.Labels,
            Parameters = JsonNode.Parse(cluster.Parameters) ?? new JsonObject(),
            NamespaceDefault = cluster.NamespaceDefault,
            Default = cluster.IsDefault,
            Server = cluster.Server,
            Version = reach?.KubernetesVersion,
            Reachable = reach?.Reachable,
            LastSeen = reach?.LastSeen,
            Message = reach?.Message,
            Breaker = new(open ? "open" : reach?.Failures > 0 ? "halfOpen" : "closed", reach?.Failures ?? 0, open ? reach!.BreakerUntil : null),
            Load = new(
                await CountAsync(cluster.Id, ClusterPhase.Applying, ct),
                await CountAsync(cluster.Id, ClusterPhase.Waiting, ct),
                await CountAsync(cluster.Id, ClusterPhase.Parked, ct)),
            RegisteredAt = cluster.RegisteredAt,
            RegisteredBy = cluster.RegisteredBy,
        };
    }

    /// <summary>Applications that have objects on the cluster, or work under way there (some of them, when they are many).</summary>
    public async Task<IReadOnlyList<string>> UsersAsync(string cluster, CancellationToken ct)
    {
        var having = await inventories.FindAsync(
            Find<InventoryDocument>.All.Where(inventory => inventory.Cluster, cluster).Where(inventory => inventory.Empty, false).Limit(10), ct);
        var working = await parts.FindAsync(
            Find<ClusterRolloutDocument>.All.Where(part => part.Cluster, cluster)
                .WhereIn(part => part.Phase, ClusterPhase.Applying, ClusterPhase.Waiting, ClusterPhase.Parked).Limit(10), ct);
        return [.. having.Items.Select(inventory => inventory.ApplicationKey).Concat(working.Items.Select(part => part.ApplicationKey)).Distinct().Order(StringComparer.Ordinal)];
    }

    private Task<long> CountAsync(string cluster, ClusterPhase phase, CancellationToken ct) =>
        parts.CountAsync(Find<ClusterRolloutDocument>.All.Where(part => part.Cluster, cluster).Where(part => part.Phase, phase), ct);
}
