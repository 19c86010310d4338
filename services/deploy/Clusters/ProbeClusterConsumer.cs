using MassTransit;
using Platform.Contracts.Deploy.V1;

namespace Platform.Deploy.Clusters;

/// <summary>Asks a cluster for its version, after a change of its registration and from time to time.</summary>
internal sealed class ProbeClusterConsumer(ClusterRegistry registry, ClusterProbe probe, Reachability reachability) : IConsumer<ProbeCluster>
{
    public async Task Consume(ConsumeContext<ProbeCluster> context)
    {
        var (name, ct) = (context.Message.Cluster, context.CancellationToken);
        if (await registry.FindAsync(name, ct) is { } cluster)
            await probe.RunAsync(cluster, ct);
        else
            await reachability.ForgetAsync(name, ct);
    }
}
