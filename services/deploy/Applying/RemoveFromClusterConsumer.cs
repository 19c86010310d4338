using MassTransit;
using Platform.Contracts.Deploy.V1;
using Platform.Kubernetes;

namespace Platform.Deploy.Applying;

/// <summary>The pool: removes from one cluster what the inventory records.</summary>
internal sealed class RemoveFromClusterConsumer(ClusterWork work, InventoryLedger ledger, PartOutcomes outcomes) : IConsumer<RemoveFromCluster>, IPartWork
{
    public Task Consume(ConsumeContext<RemoveFromCluster> context) => work.RunAsync(
        ClusterRolloutDocument.IdOf(context.Message.Rollout, context.Message.Step, context.Message.Cluster),
        context.Message.Cluster, context.Message.Attempt, WorkQueue.Remove, this, context.CancellationToken);

    public Task<IReadOnlyList<(ObjectKey Key, string Component)>> PlannedAsync(ClusterRolloutDocument part, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<(ObjectKey, string)>>([]);

    public async Task<ApplyOutcome> DoAsync(ClusterClient client, ClusterRolloutDocument part, InventoryDocument inventory, CancellationToken ct)
    {
        var outcome = new ApplyOutcome();
        if (!part.OnlyUnwanted)
        {
            await Pruner.DeleteAllAsync(client, inventory, outcome, ct);
            return outcome;
        }

        await Pruner.DeleteAsync(client, inventory, Pruner.Unwanted(inventory, part.Order), outcome, ct);
        Pruner.Forgive(outcome);
        return outcome;
    }

    public Task<bool> RecordAsync(InventoryDocument inventory, ClusterRolloutDocument part, ApplyOutcome outcome, CancellationToken ct) => part.OnlyUnwanted
        ? ledger.AppliedAsync(inventory, part, outcome, ct)
        : ledger.RemovedAsync(inventory, part, outcome.Deleted, ct);

    public Task FinishAsync(ClusterRolloutDocument part, DonePart done, long sequence, CancellationToken ct) => outcomes.RemovedAsync(part, done, sequence, ct);
}
