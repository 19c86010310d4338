using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applying;
using Platform.Deploy.Rollouts;
using Platform.Messaging;

namespace Platform.Deploy.Planning;

/// <summary>Writes the parts of a rollout, each once.</summary>
internal sealed class PartWriter(IOutbox<ClusterRolloutDocument> parts, TimeProvider clock)
{
    public ClusterRolloutDocument New(RolloutDocument rollout, string step, string cluster, RolloutKind kind) => new()
    {
        Id = ClusterRolloutDocument.IdOf(rollout.CorrelationId, step, cluster),
        Rollout = rollout.CorrelationId,
        Number = rollout.Number,
        Turn = rollout.Find(step)?.Turn ?? 0,
        Step = step,
        Cluster = cluster,
        Namespace = rollout.Namespace,
        Application = rollout.Application,
        ApplicationKey = rollout.ApplicationKey,
        Revision = rollout.Revision,
        Kind = kind,
        Background = rollout.Late is not null,
        Phase = ClusterPhase.Pending,
        Attempt = 1,
        Run = 1,
        Steps = [step],
        UpdatedAt = clock.GetUtcNow(),
    };

    /// <summary>What a part would have deleted, had it been allowed to: done when somebody approves.</summary>
    public Task AddDeletionAsync(ClusterRolloutDocument after, int objects, CancellationToken ct) => AddAsync(
        new()
        {
            Id = ClusterRolloutDocument.IdOf(after.Rollout, RolloutSteps.Deletions, after.Cluster),
            Rollout = after.Rollout,
            Number = after.Number,
            Turn = after.Turn,
            Step = RolloutSteps.Deletions,
            Steps = [RolloutSteps.Deletions],
            Cluster = after.Cluster,
            Namespace = after.Namespace,
            Application = after.Application,
            ApplicationKey = after.ApplicationKey,
            Revision = after.Revision,
            Kind = RolloutKind.Remove,
            OnlyUnwanted = true,
            Total = objects,
            Phase = ClusterPhase.Pending,
            Attempt = 1,
            UpdatedAt = clock.GetUtcNow(),
        }, ct);

    public Task AddAsync(ClusterRolloutDocument part, CancellationToken ct) => parts.InsertAsync(part, ct);

    public Task AddAllAsync(IReadOnlyCollection<ClusterRolloutDocument> all, CancellationToken ct) => parts.InsertAllAsync(all, ct);
}
