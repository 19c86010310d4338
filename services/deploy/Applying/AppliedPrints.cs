using System.Text.Json.Nodes;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Planning;
using Platform.Health;
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
    /// <param name="all">All that was rendered with it.</param>
    public void Take(InventoryDocument inventory, InventoryObject entry, PlannedObject item, JsonObject? live, IReadOnlyList<PlannedObject> all)
    {
        (entry.Shape, entry.Print) = (null, null);
        if (live is null)
            return;
        var scaled = IsScaled(item.Manifest, all);
        IReadOnlyList<string> once = [.. (item.Handling?.Once ?? []).Select(StemOf)];
        var fields = RenderedFields.Of(item.Manifest, path => (scaled && path.Text == "/spec/replicas") || once.Any(stem => IsWithin(path.ToString(), stem)));
        inventory.Shapes[fields.Id] = fields.Text;
        entry.Shape = fields.Id;
        entry.Print = Convert.ToBase64String(fields.Print(live, printKey));
    }

    /// <summary>Elements of lists are counted in policies and named here: what a list holds is left out as a whole.</summary>
    private static string StemOf(string path) => path.TrimStart('.').Split('[')[0];

    private static bool IsWithin(string path, string stem) =>
        path.StartsWith(stem, StringComparison.Ordinal) && (path.Length == stem.Length || path[stem.Length] is '.' or '[');

    /// <summary>An autoscaler sets its replicas.</summary>
    public static bool IsScaled(JsonObject manifest, IReadOnlyList<PlannedObject> all) => all.Any(other =>
        other.Manifest["kind"]?.ToString() == "HorizontalPodAutoscaler"
        && other.Manifest["spec"]?["scaleTargetRef"] is JsonObject target
        && target["kind"]?.ToString() == manifest["kind"]?.ToString()
        && target["name"]?.ToString() == manifest["metadata"]?["name"]?.ToString());
}
