using Platform.Deploy.Clusters;
using Platform.Kubernetes;
using Platform.Oam;

namespace Platform.Deploy.Tasks;

/// <summary>The clusters that tasks read from.</summary>
internal sealed class StepClusters(ClusterRegistry registry, ClusterConnections connections, Reachability reachability)
{
    /// <summary>The client of a cluster by the name a step gives it; or why it can't be asked now.</summary>
    public async Task<(ClusterClient? Client, TaskResult? Problem)> OpenAsync(string? name, CancellationToken ct)
    {
        var wanted = string.IsNullOrEmpty(name) ? Topology.Local : name;
        if (Topology.Find(wanted, await registry.FactsAsync(ct)) is not { } facts || await registry.FindAsync(facts.Name, ct) is not { } cluster)
            return (null, TaskResult.Refused($"cluster '{wanted}' is not registered"));
        return await reachability.BreakerUntilAsync(cluster.Id, ct) is null
            ? (connections.Open(cluster), null)
            : (null, TaskResult.NotYet($"cluster {cluster.Id} can't be reached"));
    }
}
