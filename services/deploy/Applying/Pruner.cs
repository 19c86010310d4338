using Platform.Kubernetes;
using Platform.Oam;

namespace Platform.Deploy.Applying;

/// <summary>
/// Deletes objects, in the reverse of the order they were made in, and only ones an inventory records: an object made since by
/// somebody else under the same name stays.
/// </summary>
internal static class Pruner
{
    /// <summary>Deletes what the rollout no longer wants. What can't be deleted for good reason is kept in the inventory, and told.</summary>
    public static async Task PruneAsync(ClusterClient client, InventoryDocument inventory, long order, ApplyOutcome outcome, CancellationToken ct)
    {
        await DeleteAsync(client, inventory, [.. inventory.Objects.Where(item => item.Order < order)], outcome, ct);
        foreach (var (key, failure) in outcome.Failures.Where(failed => !failed.Failure.Retryable).ToList())
        {
            outcome.Warnings.Add($"{key} is no longer wanted but can't be deleted: {failure}");
            outcome.Failures.Remove((key, failure));
        }
    }

    /// <summary>Deletes everything.</summary>
    public static Task DeleteAllAsync(ClusterClient client, InventoryDocument inventory, ApplyOutcome outcome, CancellationToken ct) =>
        DeleteAsync(client, inventory, [.. inventory.Objects], outcome, ct);

    private static async Task DeleteAsync(
        ClusterClient client, InventoryDocument inventory, IReadOnlyList<InventoryObject> objects, ApplyOutcome outcome, CancellationToken ct)
    {
        foreach (var item in ApplyOrder.SortForDeletion(objects, item => item.Kind))
        {
            try
            {
                if (await UidAsync(client, inventory, item, ct) is { } uid && await client.DeleteAsync(item.Key, DeletePropagation.Background, uid, ct))
                    outcome.Deleted++;
                inventory.Objects.Remove(item);
            }
            catch (KubernetesException e)
            {
                outcome.Failures.Add((item.Key, e.Failure));
                if (e.Failure.Unreachable)
                    return;
            }
        }
    }

    /// <summary>
    /// The object that is ours to delete; null when there is none. What was written down but never known to be applied (a crash in
    /// between) is ours only if it says so itself.
    /// </summary>
    private static async Task<string?> UidAsync(ClusterClient client, InventoryDocument inventory, InventoryObject item, CancellationToken ct)
    {
        if (item.WasApplied)
            return item.Uid;
        var metadata = (await client.GetAsync(item.Key, ct))?["metadata"];
        var labels = metadata?["labels"];
        var ours = labels?[WellKnown.ManagedBy]?.ToString() == WellKnown.ManagedByPlatform
            && labels[WellKnown.AppName]?.ToString() == inventory.Application
            && labels[WellKnown.AppNamespace]?.ToString() == inventory.Namespace;
        return ours ? metadata!["uid"]?.ToString() : null;
    }
}
