using Platform.Contracts.Deploy.V1;
using Platform.Status.Watching;

namespace Platform.Status.Inventories;

/// <summary>What an application had on a cluster is gone: nothing is watched there for it any more.</summary>
internal sealed class ClusterRemovedConsumer(IDocuments<InventoryDocument> inventories, Forgetting forgetting, WatchSignal signal, ChangeClock changes)
    : IConsumer<ClusterRemoved>
{
    public async Task Consume(ConsumeContext<ClusterRemoved> context)
    {
        var news = context.Message;
        var part = new Part(news.Cluster, news.Namespace, news.Application);
        await inventories.UpsertAsync(part, i => i.Take(news, changes.Next()), context.CancellationToken);
        if (await inventories.GetAsync(part.Id, context.CancellationToken) is { Removed: true })
            await forgetting.ForgetAsync(part, context.CancellationToken);
        signal.Pulse();
    }
}
