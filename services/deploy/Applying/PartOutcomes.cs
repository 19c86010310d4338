using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Health;
using Platform.Deploy.Rollouts;
using Platform.Messaging;

namespace Platform.Deploy.Applying;

/// <summary>
/// Writes what came of an attempt at a part, and tells the rollout when the part ended. An attempt that is no longer the newest
/// changes nothing.
/// </summary>
internal sealed class PartOutcomes(IOutbox<ClusterRolloutDocument> parts, HealthJudge judge, TimeProvider clock)
{
    /// <summary>Somebody works on it. False: it is not this attempt's any more.</summary>
    public Task<bool> BeginAsync(ClusterRolloutDocument part, CancellationToken ct) => ChangeAsync(part, current =>
    {
        current.Phase = ClusterPhase.Applying;
        current.StartedAt ??= clock.GetUtcNow();
        current.DueAt = null;
    }, ct);

    /// <summary>It could not be begun (others work there): it comes back soon, as it is.</summary>
    public Task PostponeAsync(ClusterRolloutDocument part, TimeSpan pause, string why, CancellationToken ct) => ChangeAsync(part, current =>
    {
        current.Phase = ClusterPhase.Pending;
        current.Message = why;
        current.DueAt = clock.GetUtcNow() + pause;
    }, ct);

    /// <summary>The cluster did not answer, or asked to come later.</summary>
    public Task ParkAsync(ClusterRolloutDocument part, DateTimeOffset until, string why, bool tried, CancellationToken ct) => ChangeAsync(part, current =>
    {
        current.Phase = ClusterPhase.Parked;
        current.Message = why;
        current.DueAt = until;
        if (!tried)
            return;
        current.Attempt++;
        current.Failures++;
    }, ct);

    /// <summary>Another try would fail too.</summary>
    public Task FailAsync(ClusterRolloutDocument part, string reason, CancellationToken ct) => ChangeAsync(part, current =>
    {
        End(current, ClusterPhase.Failed, reason);
        current.Publish(new ClusterApplyFailed
        {
            Namespace = part.Namespace,
            Application = part.Application,
            Cluster = part.Cluster,
            Rollout = part.Rollout,
            Revision = part.Revision,
            Attempt = part.Attempt,
            Reason = reason,
        });
    }, ct);

    /// <summary>A newer rollout does it.</summary>
    public Task SkipAsync(ClusterRolloutDocument part, string reason, CancellationToken ct) =>
        ChangeAsync(part, current => End(current, ClusterPhase.Skipped, reason), ct);

    /// <summary>All of it is applied; health is waited for.</summary>
    public async Task AppliedAsync(ClusterRolloutDocument part, DonePart done, long sequence, CancellationToken ct)
    {
        await ChangeAsync(part, current =>
        {
            (current.Applied, current.Changed, current.Warnings) = (done.Applied, done.Changed, done.Warnings);
            (current.AppliedSequence, current.AppliedAt, current.Failures) = (sequence, clock.GetUtcNow(), 0);
            if (current.Components.Count == 0)
                End(current, current.Well, null);
            else
                (current.Phase, current.Message) = (ClusterPhase.Waiting, "applied; waits for its health");
        }, ct);
        await judge.JudgeAsync(part.Id, ct);
    }

    /// <summary>Nothing is left there.</summary>
    public Task RemovedAsync(ClusterRolloutDocument part, DonePart done, long sequence, CancellationToken ct) => ChangeAsync(part, current =>
    {
        (current.Changed, current.AppliedSequence, current.AppliedAt) = (done.Changed, sequence, clock.GetUtcNow());
        End(current, current.Well, "removed");
    }, ct);

    private void End(ClusterRolloutDocument part, ClusterPhase phase, string? message)
    {
        (part.Phase, part.Message, part.EndedAt, part.DueAt) = (phase, message, clock.GetUtcNow(), null);
        part.Publish(new PartEnded { Rollout = part.Rollout, Step = part.Step });
    }

    private async Task<bool> ChangeAsync(ClusterRolloutDocument part, Action<ClusterRolloutDocument> change, CancellationToken ct)
    {
        var changed = false;
        await parts.UpdateAsync(part.Id, current =>
        {
            changed = current.Attempt == part.Attempt
                && current.Phase is ClusterPhase.Pending or ClusterPhase.Applying or ClusterPhase.Parked;
            if (!changed)
                return false;
            change(current);
            current.UpdatedAt = clock.GetUtcNow();
            return true;
        }, ct: ct);
        return changed;
    }
}
