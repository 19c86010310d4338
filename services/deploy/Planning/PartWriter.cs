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
        Phase = ClusterPhase.Pending,
        Attempt = 1,
        Run = 1,
        Steps = [step],
        UpdatedAt = clock.GetUtcNow(),
    };

    public Task AddAsync(ClusterRolloutDocument part, CancellationToken ct) => parts.InsertAsync(part, ct);
}
