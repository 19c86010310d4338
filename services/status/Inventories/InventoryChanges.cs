using Platform.Contracts.Deploy.V1;

namespace Platform.Status.Inventories;

/// <summary>What news does to an inventory: the newer state wins, and a state counts once all its pages are here.</summary>
internal static class InventoryChanges
{
    /// <summary>True when something changed.</summary>
    public static bool Take(this InventoryDocument inventory, ClusterApplied news, DateTimeOffset now)
    {
        if (news.Sequence < inventory.Sequence || (news.Sequence == inventory.Sequence && (inventory.Removed || news.Revision < inventory.Revision)))
            return false;
        if (news.Pages <= 1)
            return inventory.Complete(news, news.Inventory, news.Shapes, now);
        if (inventory.Pending is { } other && (other.Sequence > news.Sequence || (other.Sequence == news.Sequence && other.Attempt > news.Attempt)))
            return false;
        var pending = inventory.Pending is { } known && known.Sequence == news.Sequence && known.Attempt == news.Attempt
            ? known
            : inventory.Pending = new() { Sequence = news.Sequence, Attempt = news.Attempt };
        if (!pending.Pages.TryAdd(news.Page, news.Inventory))
            return false;
        foreach (var (id, fields) in news.Shapes)
            pending.Shapes[id] = fields;
        return pending.Pages.Count < news.Pages
            || inventory.Complete(news, [.. pending.Pages.OrderBy(p => p.Key).SelectMany(p => p.Value)], pending.Shapes, now);
    }

    /// <summary>True when something changed.</summary>
    public static bool Take(this InventoryDocument inventory, ClusterRemoved news, DateTimeOffset now)
    {
        if (news.Sequence < inventory.Sequence || inventory.Removed)
            return false;
        var newer = inventory.Pending?.Sequence > news.Sequence ? inventory.Pending : null;
        inventory.Sequence = news.Sequence;
        inventory.Remove(now);
        inventory.Pending = newer;
        return true;
    }

    /// <summary>Leaves the document behind for a day: a page that comes late finds it.</summary>
    public static void Remove(this InventoryDocument inventory, DateTimeOffset now)
    {
        inventory.Removed = true;
        inventory.Objects = [];
        inventory.Pending = null;
        inventory.ChangedAt = now;
        inventory.ExpiresAt = now.AddDays(1);
    }

    private static bool Complete(
        this InventoryDocument inventory, ClusterApplied news, IReadOnlyList<AppliedObject> objects, IReadOnlyDictionary<string, string> shapes, DateTimeOffset now)
    {
        if (news.Sequence == inventory.Sequence && news.Revision == inventory.Revision && objects.SequenceEqual(inventory.Objects))
            return false;
        inventory.Sequence = news.Sequence;
        inventory.Revision = news.Revision;
        inventory.Objects = objects;
        inventory.Shapes = shapes;
        if (inventory.Pending?.Sequence <= news.Sequence)
            inventory.Pending = null; // pages of a newer state still wait for the rest of them
        inventory.Removed = false;
        inventory.ExpiresAt = null;
        inventory.ChangedAt = now;
        return true;
    }
}
