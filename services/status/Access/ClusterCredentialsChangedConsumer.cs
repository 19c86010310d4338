using Platform.Contracts.Deploy.V1;
using Platform.Status.Watching;

namespace Platform.Status.Access;

/// <summary>Keeps the access to clusters, encrypted as it came.</summary>
internal sealed class ClusterCredentialsChangedConsumer(IOutbox<ClusterDocument> clusters, WatchSignal signal) : IConsumer<ClusterCredentialsChanged>
{
    public async Task Consume(ConsumeContext<ClusterCredentialsChanged> context)
    {
        var news = context.Message;
        await clusters.UpsertAsync(news.Cluster, () => new(), cluster =>
        {
            if (news.Generation <= cluster.Generation)
                return false;
            cluster.Generation = news.Generation;
            cluster.EncryptedKubeconfig = news.Removed ? "" : news.EncryptedKubeconfig;
            cluster.Removed = news.Removed;
            if (news.Removed)
                (cluster.Reachable, cluster.LastSeen) = (true, null);
            return true;
        }, ct: context.CancellationToken);
        signal.PulseAccess();
    }
}
