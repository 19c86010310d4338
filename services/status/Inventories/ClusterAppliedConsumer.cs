using Platform.Contracts.Deploy.V1;
using Platform.Status.Applications;
using Platform.Status.Watching;

namespace Platform.Status.Inventories;

/// <summary>Learns what was applied where: the only way Status learns what to watch.</summary>
internal sealed class ClusterAppliedConsumer(
    IDocuments<InventoryDocument> inventories, IOutbox<ApplicationDocument> applications, WatchSignal signal, ChangeClock changes)
    : IConsumer<ClusterApplied>
{
    public async Task Consume(ConsumeContext<ClusterApplied> context)
    {
        var news = context.Message;
        var part = new Part(news.Cluster, news.Namespace, news.Application);
        if (await IsGoneAsync(part.ApplicationId, news.Rollout, context.CancellationToken))
            return;
        if (await inventories.UpsertAsync(part, i => i.Take(news, changes.Next()), context.CancellationToken) is { } inventory)
            signal.Pulse(inventory);
    }

    /// <summary>Mostly it is not deleted: an application on many clusters is too large to be read for each of them.</summary>
    private async Task<bool> IsGoneAsync(string application, Guid rollout, CancellationToken ct) =>
        await applications.Documents.CountAsync(Find<ApplicationDocument>.All.Where(a => a.Id, application).Where(a => a.Deleted, true), ct) > 0
        && await applications.Documents.GetAsync(application, ct) is { Deleted: true } gone && gone.Knows(rollout);
}
