using Platform.Kubernetes;
using Platform.Oam;

namespace Platform.Deploy.Applying;

/// <summary>
/// Deletes objects, in the reverse of the order they were made in, and only ones an inventory records: an object made since by
/// somebody else under the same name stays.
/// </summary>
internal static class Pruner
{
    /// <summary>What can't be deleted for good reason stays in the inventory, and is told.</summary>
    public static void Forgive(ApplyOutcome outcome)
    {
        foreach (var (key, failure) in outcome.Failures.Where(failed => !failed.Failure.Retryable).ToList())
        {
            outcome.Warnings.Add($"{key} is no longer wanted but can't be deleted: {failure}");
            outcome.Failures.Remove((key, failure));
        }
    }

    /// <summary>Deletes everything that policies don't keep for ever.</summary>
    public static Task DeleteAllAsync(ClusterClient client, InventoryDocument inventory, ApplyOutcome outcome, CancellationToken ct) =>
        DeleteAsync(client, inventory, [.. inventory.Objects.Where(item => item.Deletion != DeletionRule.Never)], outcome, ct);

    /// <summary>What a rollout no longer wants, and no policy keeps.</summary>
    public static IReadOnlyList<InventoryObject> Unwanted(InventoryDocument inventory, long order) =>
        [.. inventory.Objects.Where(item => item.Order < order && item.Deletion == DeletionRule.WithRevision)];

    /// <summary>Deletes some of what an inventory records; what is gone is taken out of it.</summary>
    public static async Task DeleteAsync(
        ClusterClient client, InventoryDocument inventory, IReadOnlyList<InventoryObject> objects, ApplyOutcome outcome, CancellationToken ct)
    {
        var now = TimeProvider.System.GetUtcNow();
        foreach (var item in ApplyOrder.SortForDeletion(objects, item => item.Kind).OrderByDescending(item => item.Depth))
        {
            try
            {
                if (!item.ReadOnly && (!item.Shared || await SharedObjects.LeaveAsync(client, item.Key, inventory.ApplicationKey, ct))
                    && await UidAsync(client, inventory, item, ct) is { } uid
                    && await client.DeleteAsSeenAsync(item.Key, item.Orphans ? DeletePropagation.Orphan : DeletePropagation.Background, uid, VersionOf(item), ct))
                    outcome.Deleted++;
                // What a request without an answer was to make may come yet, even after it was deleted.
                if (item.Unsettled && inventory.IsDoubtful(now))
                    (item.Uid, item.Deletion, inventory.SweepAt) = ("", DeletionRule.WithRevision, inventory.DoubtfulUntil);
                else
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
    /// What nobody but us writes is as we left it, which spares a look: objects with a generation have a status too, that controllers write.
    /// </summary>
    private static string? VersionOf(InventoryObject item) =>
        item is { WasApplied: true, Unsettled: false, Shared: false, Generation: 0, ResourceVersion.Length: > 0 } ? item.ResourceVersion : null;

    /// <summary>
    /// The object that is ours to delete; null when there is none. What an apply made that nobody heard the end of (a crash in between) has
    /// a uid that nobody knows: it is ours only if it says so itself.
    /// </summary>
    private static async Task<string?> UidAsync(ClusterClient client, InventoryDocument inventory, InventoryObject item, CancellationToken ct)
    {
        if (item is { WasApplied: true, Unsettled: false })
            return item.Uid;
        var metadata = (await client.GetAsync(item.Key, ct))?["metadata"];
        var labels = metadata?["labels"];
        var ours = labels?[WellKnown.ManagedBy]?.ToString() == WellKnown.ManagedByPlatform
            && labels[WellKnown.AppName]?.ToString() == inventory.Application
            && labels[WellKnown.AppNamespace]?.ToString() == inventory.Namespace;
        return ours ? metadata!["uid"]?.ToString() : null;
    }
}
