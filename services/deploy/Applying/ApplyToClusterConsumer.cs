using MassTransit;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Planning;
using Platform.Kubernetes;

namespace Platform.Deploy.Applying;

/// <summary>The pool: brings one cluster to a revision. Ends when the objects are applied; nobody waits here for health.</summary>
internal sealed class ApplyToClusterConsumer(
    ClusterWork work, Plans plans, ObjectApplier applier, InventoryLedger ledger, PartOutcomes outcomes, PartWriter writer, LayerPlanner layers, DeployOptions options)
    : IConsumer<ApplyToCluster>, IPartWork
{
    private IReadOnlyList<PlannedObject> objects = [];

    public Task Consume(ConsumeContext<ApplyToCluster> context) => ApplyAsync(context.Message, WorkQueue.Apply, context.CancellationToken);

    public Task ApplyAsync(ApplyToCluster part, WorkQueue queue, CancellationToken ct) =>
        work.RunAsync(ClusterRolloutDocument.IdOf(part.Rollout, part.Step, part.Cluster), part.Cluster, part.Attempt, queue, this, ct);

    public Task<Unready?> PrepareAsync(ClusterClient client, ClusterRolloutDocument part, CancellationToken ct) => layers.PrepareAsync(client, part, ct);

    public async Task<IReadOnlyList<(ObjectKey Key, string Component)>> PlannedAsync(ClusterRolloutDocument part, CancellationToken ct)
    {
        var all = plans.ObjectsOf(await plans.GetAsync(part.Plan!, ct));
        objects = part.IsLastLayer ? all : [.. all.Where(item => part.Reaches(item.Component))];
        return [.. objects.Select(item => (item.Key, item.Component))];
    }

    public async Task<ApplyOutcome> DoAsync(ClusterClient client, ClusterRolloutDocument part, InventoryDocument inventory, CancellationToken ct)
    {
        var outcome = await applier.ApplyAsync(client, objects, inventory, part.RunAs, ct);
        foreach (var item in inventory.Objects.Where(item => item.WasApplied && item.Order == part.Order))
            item.Revision = part.Revision;
        if (outcome.Succeeded && part.IsLastLayer && IsLastStep(inventory, part))
            await PruneAsync(client, part, inventory, outcome, ct);
        return outcome;
    }

    /// <summary>What may not go without approval stays for now; a rollback, which nobody may be there to approve, leaves what holds data.</summary>
    private async Task PruneAsync(ClusterClient client, ClusterRolloutDocument part, InventoryDocument inventory, ApplyOutcome outcome, CancellationToken ct)
    {
        var unwanted = Pruner.Unwanted(inventory, part.Order);
        var withheld = part.MayDelete ? [] : part.RollsBack ? BlastRadius.PreciousOf(unwanted) : BlastRadius.Exceeding(unwanted, inventory, options);
        await Pruner.DeleteAsync(client, inventory, [.. unwanted.Except(withheld)], outcome, ct);
        Pruner.Forgive(outcome);
        if (withheld.Count == 0)
            return;
        outcome.Withheld = part.RollsBack ? 0 : withheld.Count;
        outcome.Warnings.Add($"no longer wanted but {(part.RollsBack ? "left by the rollback" : "not deleted without approval")}: {BlastRadius.Words(withheld)}");
    }

    public Task<bool> RecordAsync(InventoryDocument inventory, ClusterRolloutDocument part, ApplyOutcome outcome, CancellationToken ct) =>
        ledger.AppliedAsync(inventory, part, outcome, ct);

    public async Task FinishAsync(ClusterRolloutDocument part, DonePart done, long sequence, CancellationToken ct)
    {
        if (done.Withheld > 0)
            await writer.AddDeletionAsync(part, done.Withheld, ct);
        await outcomes.AppliedAsync(part, done, sequence, ct);
    }

    /// <summary>Only then is known what is no longer wanted: another step may still want it.</summary>
    private static bool IsLastStep(InventoryDocument inventory, ClusterRolloutDocument part) =>
        part.Steps.TrueForAll(step => step == part.Step || inventory.Done.Exists(done => done.Step == step));
}
