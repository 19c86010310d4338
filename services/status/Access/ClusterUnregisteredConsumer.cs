using Platform.Contracts.Deploy.V1;
using Platform.Status.Inventories;
using Platform.Status.Watching;

namespace Platform.Status.Access;

/// <summary>A cluster left the registry: what applications had there is no longer part of them.</summary>
internal sealed class ClusterUnregisteredConsumer(IDocuments<InventoryDocument> inventories, Forgetting forgetting, WatchSignal signal)
    : IConsumer<ClusterUnregistered>
{
    public async Task Consume(ConsumeContext<ClusterUnregistered> context)
    {
        var ct = context.CancellationToken;
        await foreach (var inventory in inventories.FindAllAsync(Find<InventoryDocument>.All.Where(i => i.Cluster, context.Message.Cluster), ct))
            await forgetting.ForgetAsync(inventory.Part, ct);
        signal.PulseAccess();
    }
}
