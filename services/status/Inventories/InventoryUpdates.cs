namespace Platform.Status.Inventories;

/// <summary>Change loop over inventories: makes the document when it is not there.</summary>
internal static class InventoryUpdates
{
    /// <returns>The document as stored; null: nothing changed.</returns>
    public static async Task<InventoryDocument?> UpsertAsync(this IDocuments<InventoryDocument> inventories, Part part, Func<InventoryDocument, bool> change, CancellationToken ct)
    {
        while (true)
        {
            var inventory = await inventories.GetAsync(part.Id, ct);
            var absent = inventory is null;
            inventory ??= new()
            {
                Id = part.Id,
                Cluster = part.Cluster,
                Namespace = part.Namespace,
                Application = part.Application,
                Owner = part.ApplicationId,
            };
            if (!change(inventory))
                return null;
            if (absent ? await inventories.InsertAsync(inventory, ct) : await inventories.ReplaceAsync(inventory, ct))
                return inventory;
        }
    }
}
