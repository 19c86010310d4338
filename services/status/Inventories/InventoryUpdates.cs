namespace Platform.Status.Inventories;

/// <summary>Change loop over inventories: makes the document when it is not there.</summary>
internal static class InventoryUpdates
{
    /// <param name="inventories">Where.</param>
    /// <param name="part">Whose inventory.</param>
    /// <param name="change">Answers whether anything changed; may run several times.</param>
    /// <param name="ct">The caller went away.</param>
    /// <param name="first">There is most likely none yet: it is made before it is looked for.</param>
    /// <returns>The document as stored; null: nothing changed.</returns>
    public static async Task<InventoryDocument?> UpsertAsync(this IDocuments<InventoryDocument> inventories, Part part, Func<InventoryDocument, bool> change, CancellationToken ct, bool first = false)
    {
        while (true)
        {
            var inventory = first ? null : await inventories.GetAsync(part.Id, ct);
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
            first = false;
        }
    }
}
