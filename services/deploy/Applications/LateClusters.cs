using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applying;
using Platform.Deploy.Clusters;
using Platform.Deploy.Definitions;
using Platform.Deploy.Revisions;
using Platform.Deploy.Rollouts;
using Platform.Messaging;
using Platform.Oam;
using Platform.Storage;

namespace Platform.Deploy.Applications;

/// <summary>
/// Brings applications to clusters that were registered or relabelled after their rollout had been planned, and clears those they no longer
/// go to: by a rollout of its own over just these, in the background. What the revision needed approval for has been approved; what it
/// told or asked on its way isn't told or asked again.
/// </summary>
internal sealed class LateClusters(
    IOutbox<ApplicationDocument> applications, IDocuments<RevisionDocument> revisions, IDocuments<RolloutDocument> rollouts,
    IDocuments<InventoryDocument> inventories, ClusterRegistry registry, TypeLibrary types, RolloutBeginnings beginnings)
{
    /// <summary>Starts a rollout where the application's clusters are others now; false when somebody changed it meanwhile.</summary>
    public async Task<bool> ReviewAsync(ApplicationDocument application, string reason, CancellationToken ct)
    {
        // While a rollout runs its clusters are fixed; its end looks again. One that failed is somebody's to mend first.
        if (application is { Deleted: true } or { Removing: true }
            || await rollouts.GetAsync(application.Rollout.ToString(), ct) is not { Phase: RolloutPhase.Succeeded } newest
            || await revisions.GetAsync(RevisionDocument.IdOf(application.Id, application.Revision), ct) is not { } revision)
            return true;
        var (given, _) = await types.ReadAsync(revision, ct);
        if (Wanted(given, await registry.FactsAsync(ct)) is not { } wanted)
            return true;
        var there = await ThereAsync(application, ct);
        var late = wanted.Except(there).Order(StringComparer.Ordinal).ToList();
        if (late.Count == 0 && !there.Except(wanted).Any())
            return true;

        var rollout = await beginnings.InsertLateAsync(application, StepsFor(given), late, newest.Values, $"the platform: {reason}", ct);
        (application.Rollout, application.RolloutNumber) = (rollout.CorrelationId, rollout.Number);
        application.Publish(new StartRollout { Rollout = rollout.CorrelationId });
        return await applications.ReplaceAsync(application, ct);
    }

    /// <summary>Only the work on clusters, in its order.</summary>
    private static List<RolloutStep> StepsFor(Application application)
    {
        var steps = RolloutSteps.Of(application).Where(step => step.WorksOnClusters).ToList();
        foreach (var step in steps)
            (step.NeedsApproval, step.Group, step.If, step.Gives) = (false, null, null, false);
        return steps;
    }

    /// <summary>
    /// The clusters that topologies mean now. Null: a step goes to the default cluster, and what that is may change without anybody meaning to
    /// move an application.
    /// </summary>
    private static HashSet<string>? Wanted(Application application, IReadOnlyList<ClusterFacts> clusters)
    {
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in WorkflowPlanner.Plan(application).AllSteps)
        {
            if (step.Deploy is { Topologies.Count: > 0 } deploy)
                wanted.UnionWith(deploy.Topologies.SelectMany(topology => Topology.Select(application.FindPolicy(topology), clusters).Clusters).Select(cluster => cluster.Name));
            else if (step.ApplyComponent is { Cluster: { } named } && Topology.Find(named, clusters) is { } cluster)
                wanted.Add(cluster.Name);
            else if (step.Deploy is not null || step.ApplyComponent is not null || Tasks.ObjectSteps.Contains(step.Type))
                return null;
        }

        return wanted;
    }

    private async Task<HashSet<string>> ThereAsync(ApplicationDocument application, CancellationToken ct)
    {
        var there = new HashSet<string>(StringComparer.Ordinal);
        var having = Find<InventoryDocument>.All.Where(inventory => inventory.ApplicationKey, application.Id).Where(inventory => inventory.Empty, false);
        await foreach (var inventory in inventories.FindAllAsync(having, ct))
            there.Add(inventory.Cluster);
        return there;
    }
}
