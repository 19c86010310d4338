using System.Text.Json.Nodes;
using Platform.Deploy.Applying;
using Platform.Deploy.Planning;
using Platform.Kubernetes;
using Platform.Storage;

namespace Platform.Deploy.Drift;

/// <summary>Finds an object of an inventory as it was rendered last.</summary>
internal sealed class PlannedObjects(IDocuments<ClusterRolloutDocument> parts, Plans plans)
{
    /// <summary>Null when the rollout that worked there last did not render it.</summary>
    public async Task<Found?> FindAsync(InventoryDocument inventory, string identity, CancellationToken ct)
    {
        var there = Find<ClusterRolloutDocument>.All.Where(part => part.ApplicationKey, inventory.ApplicationKey).Where(part => part.Cluster, inventory.Cluster);
        var steps = new List<ClusterRolloutDocument>();
        await foreach (var part in parts.FindAllAsync(there, ct))
        {
            if (part.Rollout == inventory.Rollout && part.Plan is not null && inventory.Done.Exists(done => done.Part == part.Id))
                steps.Add(part);
        }

        // Where two steps rendered the same object, what was done later counts.
        foreach (var part in steps.OrderByDescending(part => inventory.Done.FindIndex(done => done.Part == part.Id)))
        {
            var objects = plans.ObjectsOf(await plans.GetAsync(part.Plan!, ct));
            if (objects.FirstOrDefault(item => item.Identity == identity) is { } found)
                return new(WithoutScaledReplicas(found), part.RunAs);
        }

        return null;
    }

    /// <summary>Replicas that an autoscaler sets by now would be taken back from it.</summary>
    private static PlannedObject WithoutScaledReplicas(PlannedObject found)
    {
        if (!found.Scaled)
            return found;
        var manifest = (JsonObject)found.Manifest.DeepClone();
        (manifest["spec"] as JsonObject)?.Remove("replicas");
        return found with { Manifest = manifest };
    }

    /// <param name="Object">As rendered.</param>
    /// <param name="RunAs">Whom to impersonate.</param>
    internal sealed record Found(PlannedObject Object, string? RunAs);
}
