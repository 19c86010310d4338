using MassTransit;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Clusters;
using Platform.Kubernetes;
using Platform.Storage;

namespace Platform.Deploy.Applying;

/// <summary>
/// Deletes what a request made that nobody got an answer to, and that came to the cluster only after its object was no longer wanted.
/// It holds the inventory meanwhile, so that no rollout that wants the object again is undone.
/// </summary>
internal sealed class SweepInventoryConsumer(
    IDocuments<InventoryDocument> inventories, InventoryLedger ledger, Lease lease, ClusterRegistry registry, ClusterConnections connections, TimeProvider clock)
    : IConsumer<SweepInventory>
{
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(15);

    public async Task Consume(ConsumeContext<SweepInventory> context)
    {
        var ct = context.CancellationToken;
        if (await inventories.GetAsync(context.Message.Inventory, ct) is not { SweepAt: { } due } inventory || due > clock.GetUtcNow()
            || !await ledger.HoldAsync(inventory, "sweep", ct))
            return; // Whoever holds it may leave nothing to sweep; else it is due again soon.
        inventory.SweepAt = null;
        var outcome = await registry.FindAsync(inventory.Cluster, ct) is { } cluster ? await SweepAsync(connections.Open(cluster), inventory, ct) : new();
        if (!outcome.Succeeded)
            inventory.SweepAt = clock.GetUtcNow() + Later;
        await ledger.ReleaseAsync(inventory, outcome.Doubtful, ct);
    }

    private Task<ApplyOutcome> SweepAsync(ClusterClient client, InventoryDocument inventory, CancellationToken ct)
    {
        var late = inventory.Objects.Where(item => !item.WasApplied && item.Order < inventory.Order).ToList();
        return lease.WorkAsync(inventory, async token =>
        {
            var outcome = new ApplyOutcome();
            await Pruner.DeleteAsync(client, inventory, late, outcome, token);
            return outcome;
        }, ct);
    }
}
