using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applying;
using Platform.Deploy.Rollouts;
using Platform.Messaging;
using Platform.Storage;

namespace Platform.Deploy.Clusters;

/// <summary>
/// Gives up what is on a cluster that won't return, on somebody's explicit word: nobody works there any more, and nothing that is
/// recorded of it counts. What really is there stays.
/// </summary>
internal sealed class GivingUp(IOutbox<ClusterRolloutDocument> parts, IOutbox<InventoryDocument> inventories, Progress progress, TimeProvider clock)
{
    private static readonly ClusterPhase[] Open = [ClusterPhase.Pending, ClusterPhase.Applying, ClusterPhase.Waiting, ClusterPhase.Parked];

    public async Task RunAsync(string cluster, CancellationToken ct)
    {
        var under = Find<ClusterRolloutDocument>.All.Where(part => part.Cluster, cluster).WhereIn(part => part.Phase, Open);
        await foreach (var part in parts.Documents.FindAllAsync(under, ct))
        {
            await parts.UpdateAsync(part, current => current.Open && Skip(current), ct);
            await progress.TellAsync(part.Rollout, part.Step);
        }

        var having = Find<InventoryDocument>.All.Where(inventory => inventory.Cluster, cluster).Where(inventory => inventory.Empty, false);
        await foreach (var inventory in inventories.Documents.FindAllAsync(having, ct))
            await inventories.UpdateAsync(inventory.Id, Clear, ct: ct);
    }

    private bool Skip(ClusterRolloutDocument part)
    {
        (part.Phase, part.Message, part.EndedAt, part.DueAt) = (ClusterPhase.Skipped, "the cluster was given up", clock.GetUtcNow(), null);
        part.Attempt++;
        return true;
    }

    private static bool Clear(InventoryDocument inventory)
    {
        inventory.Objects.Clear();
        (inventory.Empty, inventory.Holder, inventory.HeldUntil) = (true, null, null);
        inventory.Sequence++;
        inventory.Publish(new ClusterRemoved
        {
            Namespace = inventory.Namespace,
            Application = inventory.Application,
            Cluster = inventory.Cluster,
            Rollout = inventory.Rollout,
            Revision = inventory.Revision,
            Attempt = 0,
            Sequence = inventory.Sequence,
            Deleted = 0,
        });
        return true;
    }
}
