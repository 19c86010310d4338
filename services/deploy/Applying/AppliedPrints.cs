using System.Text.Json.Nodes;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Planning;
using Platform.Hosting;

namespace Platform.Deploy.Applying;

/// <summary>
/// Remembers of what is applied which fields it fixes and how the cluster took them, so that Status can tell drift from what
/// controllers and the server's defaults do: decision 0014.
/// </summary>
internal sealed class AppliedPrints(MasterKey key)
{
    private readonly byte[] printKey = key.Derive(ClusterApplied.PrintPurpose);

    /// <param name="inventory">What the object belongs to.</param>
    /// <param name="entry">The object there.</param>
    /// <param name="item">As rendered.</param>
    /// <param name="live">As the cluster answered it; null when it was left as it is, and fixes nothing.</param>
    public void Take(InventoryDocument inventory, InventoryObject entry, PlannedObject item, JsonObject? live)
    {
        (entry.Shape, entry.Print) = (null, null);
        if (live is null)
            return;
        inventory.Shapes[item.Fixed.Id] = item.Fixed.Text;
        entry.Shape = item.Fixed.Id;
        entry.Print = Convert.ToBase64String(item.Fixed.Print(live, printKey));
    }
}
