using Platform.Status.Applications;
using Platform.Status.Observing;
using Platform.Status.Resources;

namespace Platform.Status.Inventories;

/// <summary>Takes an application's part on a cluster out of everything Status keeps.</summary>
internal sealed class Forgetting(
    IDocuments<InventoryDocument> inventories, IDocuments<ObservationDocument> observations, IDocuments<TreeDocument> trees,
    IOutbox<ApplicationDocument> applications, ChangeClock changes)
{
    /// <summary>With <paramref name="startAnew"/>, an application of the same name may begin at any state of its inventory.</summary>
    public async Task ForgetAsync(Part part, CancellationToken ct, bool startAnew = false)
    {
        await inventories.UpdateAsync(part.Id, i =>
        {
            if (i.Removed && !startAnew)
                return false;
            i.Remove(changes.Next());
            if (startAnew)
                i.Sequence = 0;
            return true;
        }, ct);
        await observations.DeleteAsync(part.Id, ct: ct);
        await trees.DeleteAsync(part.Id, ct: ct);
        // Saved even when nothing changed: an observation that is being folded in meanwhile has to look again.
        await applications.UpdateAsync(part.ApplicationId, a =>
        {
            a.Clusters.RemoveAll(c => c.Cluster == part.Cluster);
            return a.Deleted || a.Announce();
        }, ct: ct);
    }
}
