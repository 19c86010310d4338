using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applying;
using Platform.Deploy.Rollouts;
using Platform.Kubernetes;
using Platform.Storage;

namespace Platform.Deploy.Planning;

/// <summary>
/// Plans a rollback: for each of its clusters one part that brings back what was there, or removes what is, where nothing was there before.
/// </summary>
internal sealed class RollbackPlanner(
    IDocuments<ClusterRolloutDocument> known, IDocuments<InventoryDocument> inventories, Plans plans, LastGood lastGood, PartWriter parts)
{
    public async Task<RollbackPlanned> PlanAsync(RolloutDocument rollout, RolloutStep step, CancellationToken ct)
    {
        var order = step.Rollback!;
        var revisions = new Dictionary<long, int>();
        foreach (var cluster in await ClustersAsync(rollout, step, ct))
        {
            var before = order.ToRevision is { } revision
                ? await lastGood.OfRevisionAsync(rollout.ApplicationKey, cluster, revision, ct)
                : await lastGood.FindAsync(rollout.ApplicationKey, cluster, rollout.Revision, ct);
            await parts.AddAsync(await PartAsync(rollout, step, cluster, before, ct), ct);
            var back = before.Count > 0 ? before[0].Revision : 0;
            revisions[back] = revisions.GetValueOrDefault(back) + 1;
        }

        return new() { Rollout = rollout.CorrelationId, Step = step.Name, Clusters = revisions.Values.Sum(), Revisions = revisions };
    }

    /// <summary>Those meant, but not ones that the rollout has not touched or that went back already.</summary>
    private async Task<IReadOnlyList<string>> ClustersAsync(RolloutDocument rollout, RolloutStep step, CancellationToken ct)
    {
        var order = step.Rollback!;
        var meant = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var part in known.FindAllAsync(Find<ClusterRolloutDocument>.All.Where(part => part.Rollout, rollout.CorrelationId), ct))
        {
            if (!part.RollsBack && IsMeant(part, order) && (order.ToRevision is not null || await IsTouchedAsync(part, ct)))
                meant.Add(part.Cluster);
        }

        return [.. meant.Order(StringComparer.Ordinal)];
    }

    private static bool IsMeant(ClusterRolloutDocument part, RollbackOrder order) =>
        order.Clusters?.Contains(part.Cluster) != false
        && (order.OfStep is null || part.Step == order.OfStep)
        && (order.Wave is null || (order.Failed ? part.Wave <= order.Wave : part.Wave == order.Wave))
        && (!order.Failed || part.Phase == ClusterPhase.Failed);

    /// <summary>The last that was done there is the rollout's own forward work.</summary>
    private async Task<bool> IsTouchedAsync(ClusterRolloutDocument part, CancellationToken ct) =>
        await inventories.GetAsync(InventoryDocument.IdOf(part.ApplicationKey, part.Cluster), ct) is { } inventory && inventory.Order == part.Order;

    private async Task<ClusterRolloutDocument> PartAsync(
        RolloutDocument rollout, RolloutStep step, string cluster, IReadOnlyList<ClusterRolloutDocument> before, CancellationToken ct)
    {
        var part = parts.New(rollout, step.Name, cluster, before.Count > 0 ? RolloutKind.Apply : RolloutKind.Remove);
        part.RollsBack = true;
        if (before.Count == 0)
            return part;
        var plan = await MergeAsync(before, ct);
        (part.Plan, part.Total, part.Components) = (plan.Id, plan.Count, [.. before.SelectMany(earlier => earlier.Components).Distinct()]);
        (part.Revision, part.RunAs) = (before[0].Revision, before[0].RunAs);
        return part;
    }

    /// <summary>All that the steps applied, as it was when the last of them was done.</summary>
    private async Task<PlanDocument> MergeAsync(IReadOnlyList<ClusterRolloutDocument> before, CancellationToken ct)
    {
        var objects = new List<PlannedObject>();
        foreach (var earlier in before)
        {
            var plan = await plans.GetAsync(earlier.Plan!, ct);
            if (before.Count == 1)
                return plan;
            foreach (var item in plans.ObjectsOf(plan))
            {
                objects.RemoveAll(there => there.Identity == item.Identity);
                objects.Add(item);
            }
        }

        return await plans.KeepAsync(objects, ct);
    }
}
