using Platform.Contracts.Deploy.V1;
using Platform.Status.Applications;
using Platform.Status.Watching;

namespace Platform.Status.Inventories;

/// <summary>Learns what was applied where: the only way Status learns what to watch.</summary>
internal sealed class ClusterAppliedConsumer(
    IDocuments<InventoryDocument> inventories, IOutbox<ApplicationDocument> applications, WatchSignal signal, TimeProvider clock)
    : IConsumer<ClusterApplied>
{
    public async Task Consume(ConsumeContext<ClusterApplied> context)
    {
        var news = context.Message;
        var part = new Part(news.Cluster, news.Namespace, news.Application);
        if (await applications.Documents.GetAsync(part.ApplicationId, context.CancellationToken) is { Deleted: true } gone && gone.Knows(news.Rollout))
            return;
        if (await inventories.UpsertAsync(part, i => i.Take(news, clock.GetUtcNow()), context.CancellationToken))
            signal.Pulse();
    }
}
