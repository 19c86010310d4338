using Platform.Contracts.Deploy.V1;
using Platform.Status.Applications;
using Platform.Status.Watching;

namespace Platform.Status.Inventories;

/// <summary>Learns what was applied where: the only way Status learns what to watch.</summary>
internal sealed class ClusterAppliedConsumer(
    IDocuments<InventoryDocument> inventories, Departures departures, WatchSignal signal, ChangeClock changes)
    : IConsumer<ClusterApplied>
{
    public async Task Consume(ConsumeContext<ClusterApplied> context)
    {
        var news = context.Message;
        var part = new Part(news.Cluster, news.Namespace, news.Application);
        if (await departures.IsLateAsync(part.ApplicationId, news.Rollout, context.CancellationToken))
            return;
        if (await inventories.UpsertAsync(part, i => i.Take(news, changes.Next()), context.CancellationToken, news is { Sequence: 1, Pages: <= 1 }) is { } inventory)
            signal.Pulse(inventory);
    }
}
