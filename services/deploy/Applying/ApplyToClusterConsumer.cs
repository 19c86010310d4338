using MassTransit;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Planning;
using Platform.Kubernetes;

namespace Platform.Deploy.Applying;

/// <summary>The pool: brings one cluster to a revision. Ends when the objects are applied; nobody waits here for health.</summary>
internal sealed class ApplyToClusterConsumer(
    ClusterWork work, Plans plans, ObjectApplier applier, InventoryLedger ledger, PartOutcomes outcomes) : IConsumer<ApplyToCluster>, IPartWork
{
    private IReadOnlyList<PlannedObject> objects = [];

    public Task Consume(ConsumeContext<ApplyToCluster> context) => work.RunAsync(
        ClusterRolloutDocument.IdOf(context.Message.Rollout, context.Message.Step, context.Message.Cluster),
        context.Message.Attempt, this, context.CancellationToken);

    public async Task<IReadOnlyList<(ObjectKey Key, string Component)>> PlannedAsync(ClusterRolloutDocument part, CancellationToken ct)
    {
        objects = plans.ObjectsOf(await plans.GetAsync(part.Plan!, ct));
        return [.. objects.Select(item => (ObjectKey.Of(item.Manifest), item.Component))];
    }

    public async Task<ApplyOutcome> DoAsync(ClusterClient client, ClusterRolloutDocument part, InventoryDocument inventory, CancellationToken ct)
    {
        var outcome = await applier.ApplyAsync(client, objects, inventory, part.RunAs, ct);
        foreach (var item in inventory.Objects.Where(item => item.WasApplied && item.Order == part.Order))
            item.Revision = part.Revision;
        if (outcome.Succeeded && IsLastStep(inventory, part))
            await Pruner.PruneAsync(client, inventory, part.Order, outcome, ct);
        return outcome;
    }

    public Task<bool> RecordAsync(InventoryDocument inventory, ClusterRolloutDocument part, ApplyOutcome outcome, CancellationToken ct) =>
        ledger.AppliedAsync(inventory, part, outcome, ct);

    public Task FinishAsync(ClusterRolloutDocument part, DonePart done, long sequence, CancellationToken ct) => outcomes.AppliedAsync(part, done, sequence, ct);

    /// <summary>Only then is known what is no longer wanted: another step may still want it.</summary>
    private static bool IsLastStep(InventoryDocument inventory, ClusterRolloutDocument part) =>
        part.Steps.TrueForAll(step => step == part.Step || inventory.Done.Exists(done => done.Step == step));
}
