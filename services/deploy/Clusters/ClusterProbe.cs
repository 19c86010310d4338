using Microsoft.Extensions.Logging;
using Platform.Kubernetes;

namespace Platform.Deploy.Clusters;

/// <summary>Asks a cluster whether it is there, for its version, and for the kinds it serves.</summary>
internal sealed partial class ClusterProbe(ClusterConnections connections, Reachability reachability, ServedKindsStore kinds, ILogger<ClusterProbe> logger)
{
    public async Task RunAsync(ClusterDocument cluster, CancellationToken ct)
    {
        try
        {
            var client = connections.Open(cluster);
            var version = await client.GetVersionAsync(ct);
            await reachability.AnsweredAsync(cluster.Id, version.GitVersion, ct, await KindsAsync(client, ct));
        }
        catch (KubernetesException e)
        {
            LogSilent(logger, cluster.Id, e.Failure.ToString());
            await reachability.SilentAsync(cluster.Id, e.Failure.ToString(), ct);
        }
    }

    /// <summary>Null when the cluster doesn't tell, or only a part of it: what was known before stays then.</summary>
    private async Task<string?> KindsAsync(ClusterClient client, CancellationToken ct)
    {
        try
        {
            var discovery = await client.DiscoverAsync(ct);
            return discovery.StaleGroups.Count > 0 ? null : await kinds.KeepAsync(discovery, ct);
        }
        catch (KubernetesException e)
        {
            LogNoKinds(logger, client.Cluster, e.Failure.ToString());
            return null;
        }
    }

    [LoggerMessage(LogLevel.Information, "Cluster {Cluster} does not tell which kinds it serves: {Failure}")]
    private static partial void LogNoKinds(ILogger logger, string cluster, string failure);

    [LoggerMessage(LogLevel.Information, "Cluster {Cluster} does not answer a probe: {Failure}")]
    private static partial void LogSilent(ILogger logger, string cluster, string failure);
}
