using Microsoft.Extensions.Logging;
using Platform.Kubernetes;

namespace Platform.Deploy.Clusters;

/// <summary>Asks a cluster whether it is there, and for its version.</summary>
internal sealed partial class ClusterProbe(ClusterConnections connections, Reachability reachability, ILogger<ClusterProbe> logger)
{
    public async Task RunAsync(ClusterDocument cluster, CancellationToken ct)
    {
        try
        {
            var version = await connections.Open(cluster).GetVersionAsync(ct);
            await reachability.AnsweredAsync(cluster.Id, version.GitVersion, ct);
        }
        catch (KubernetesException e)
        {
            LogSilent(logger, cluster.Id, e.Failure.ToString());
            await reachability.SilentAsync(cluster.Id, e.Failure.ToString(), ct);
        }
    }

    [LoggerMessage(LogLevel.Information, "Cluster {Cluster} does not answer a probe: {Failure}")]
    private static partial void LogSilent(ILogger logger, string cluster, string failure);
}
