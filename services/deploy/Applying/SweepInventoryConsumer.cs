using MassTransit;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Clusters;
using Platform.Kubernetes;
using Platform.Messaging;
using Platform.Oam;

namespace Platform.Deploy.Applying;

/// <summary>
/// Deletes what a request made that nobody got an answer to, and that came to the cluster only after its object was no longer wanted.
/// </summary>
internal sealed class SweepInventoryConsumer(IOutbox<InventoryDocument> inventories, ClusterRegistry registry, ClusterConnections connections, TimeProvider clock)
    : IConsumer<SweepInventory>
{
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(15);

    public async Task Consume(ConsumeContext<SweepInventory> context)
    {
        var ct = context.CancellationToken;
        if (await inventories.Documents.GetAsync(context.Message.Inventory, ct) is not { SweepAt: { } due } inventory || due > clock.GetUtcNow())
            return;
        // Somebody works there, and knows of them.
        var done = inventory.Holder is not null && inventory.HeldUntil > clock.GetUtcNow() ? false
            : await registry.FindAsync(inventory.Cluster, ct) is not { } cluster || await SweepAsync(connections.Open(cluster), inventory, ct);
        inventory.SweepAt = done ? null : clock.GetUtcNow() + Later;
        inventory.Empty = inventory.Objects.Count == 0;
        await inventories.ReplaceAsync(inventory, ct);
    }

    private static async Task<bool> SweepAsync(ClusterClient client, InventoryDocument inventory, CancellationToken ct)
    {
        var outcome = new ApplyOutcome();
        await Pruner.DeleteAsync(client, inventory, [.. inventory.Objects.Where(item => !item.WasApplied && item.Order < inventory.Order && item.Deletion == DeletionRule.WithRevision)], outcome, ct);
        return outcome.Succeeded;
    }
}
