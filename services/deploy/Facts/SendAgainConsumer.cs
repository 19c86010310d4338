using MassTransit;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applying;
using Platform.Deploy.Clusters;
using Platform.Messaging;
using Platform.Storage;

namespace Platform.Deploy.Facts;

/// <summary>Tells the facts Deploy owns again, as they are now, to a service that lacks them. Each carries its own sequence, so that nobody takes it for newer than it is.</summary>
internal sealed class SendAgainConsumer(ClusterRegistry registry, IDocuments<ReachabilityDocument> seen, IOutbox<InventoryDocument> inventories) : IConsumer<SendAgain>
{
    public Task Consume(ConsumeContext<SendAgain> context) => context.Message.Facts switch
    {
        "clusters" => ClustersAsync(context),
        "inventories" => InventoriesAsync(context),
        _ => Task.CompletedTask,
    };

    private async Task ClustersAsync(ConsumeContext context)
    {
        foreach (var cluster in await registry.AllAsync(context.CancellationToken))
        {
            var version = (await seen.GetAsync(cluster.Id, context.CancellationToken))?.KubernetesVersion;
            await context.Publish(new ClusterChanged { Cluster = cluster.Id, Labels = cluster.Labels, Version = version }, context.CancellationToken);
            await context.Publish(Registration.Credentials(cluster), context.CancellationToken);
        }
    }

    private async Task InventoriesAsync(ConsumeContext<SendAgain> context)
    {
        var ct = context.CancellationToken;
        await foreach (var inventory in inventories.Documents.FindAllAsync(Find<InventoryDocument>.All.Where(inventory => inventory.Empty, false), ct))
        {
            await inventories.UpdateAsync(inventory.Id, current =>
            {
                if (current.Sequence == 0)
                    return false;
                InventoryLedger.Announce(current, attempt: 0, done: null);
                return true;
            }, context.MessageId, ct);
        }
    }
}
