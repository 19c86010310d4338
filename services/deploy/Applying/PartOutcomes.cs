using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Health;
using Platform.Deploy.Rollouts;
using Platform.Messaging;

namespace Platform.Deploy.Applying;

/// <summary>
/// Writes what came of an attempt at a part, and tells the rollout when the part ended. An attempt that is no longer the newest
/// changes nothing.
/// </summary>
internal sealed class PartOutcomes(IOutbox<ClusterRolloutDocument> parts, HealthJudge judge, Progress progress, TimeProvider clock)
{
    /// <summary>Somebody works on it. False: it is not this attempt's any more.</summary>
    public async Task<bool> BeginAsync(ClusterRolloutDocument part, CancellationToken ct) => await ChangeAsync(part, current =>
    {
        current.Try();
        current.Phase = ClusterPhase.Applying;
        current.StartedAt ??= clock.GetUtcNow();
        current.DueAt = null;
    }, ct) is not null;

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
        current.Try();
        current.Attempt++;
        current.Failures++;
    }, ct);

    /// <summary>Another try would fail too.</summary>
    public Task FailAsync(ClusterRolloutDocument part, string reason, bool tried, CancellationToken ct) => EndAsync(part, current =>
    {
        if (tried)
            current.Try();
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
        EndAsync(part, current => End(current, ClusterPhase.Skipped, reason), ct);

    /// <summary>All of it is applied; health is waited for, a moment of it here.</summary>
    public async Task AppliedAsync(ClusterRolloutDocument part, DonePart done, long sequence, CancellationToken ct)
    {
        var (startedAt, appliedAt) = (part.StartedAt, clock.GetUtcNow());
        var health = part.Components.Count == 0 ? null : await judge.SoonAsync(part, sequence, ct);
        var applied = await EndAsync(part, current =>
        {
            current.Try();
            (current.StartedAt, current.DueAt) = (current.StartedAt ?? startedAt ?? clock.GetUtcNow(), null);
            (current.Applied, current.Changed, current.Warnings) = (done.Applied, done.Changed, done.Warnings);
            (current.AppliedSequence, current.AppliedAt, current.Failures) = (sequence, appliedAt, 0);
            if (current.Components.Count == 0)
                End(current, current.Well, null);
            else
                (current.Phase, current.Message) = (ClusterPhase.Waiting, "applied; waits for its health");
            if (health is not null)
                judge.Judge(current, health);
        }, ct);
        if (applied is not null)
            await judge.JudgeAsync(applied, ct);
    }

    /// <summary>Nothing is left there.</summary>
    public Task RemovedAsync(ClusterRolloutDocument part, DonePart done, long sequence, CancellationToken ct) => EndAsync(part, current =>
    {
        current.Try();
        (current.Changed, current.AppliedSequence, current.AppliedAt) = (done.Changed, sequence, clock.GetUtcNow());
        End(current, current.Well, "removed");
    }, ct);

    /// <summary>A part that had ended is heard of again: whoever ended it may have died before its rollout was told.</summary>
    public Task EndedBeforeAsync(ClusterRolloutDocument part) => progress.TellAsync(part.Rollout, part.Step);

    private void End(ClusterRolloutDocument part, ClusterPhase phase, string? message) =>
        (part.Phase, part.Message, part.EndedAt, part.DueAt) = (phase, message, clock.GetUtcNow(), null);

    private async Task<ClusterRolloutDocument?> EndAsync(ClusterRolloutDocument part, Action<ClusterRolloutDocument> change, CancellationToken ct)
    {
        var changed = await ChangeAsync(part, change, ct);
        if (changed is { Open: false })
            await progress.TellAsync(changed.Rollout, changed.Step);
        return changed;
    }

    /// <summary>The part as it is then; null: the attempt isn't the newest any more.</summary>
    private async Task<ClusterRolloutDocument?> ChangeAsync(ClusterRolloutDocument part, Action<ClusterRolloutDocument> change, CancellationToken ct)
    {
        var (attempt, changed) = (part.Attempt, false);
        var stored = await parts.UpdateAsync(part, current =>
        {
            changed = current.Attempt == attempt
                && current.Phase is ClusterPhase.Pending or ClusterPhase.Applying or ClusterPhase.Parked;
            if (!changed)
                return false;
            change(current);
            current.UpdatedAt = clock.GetUtcNow();
            return true;
        }, ct);
        return changed ? stored : null;
    }
}
