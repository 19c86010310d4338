using Platform.Contracts.Deploy.V1;
using Platform.Contracts.Status.V1;
using Platform.Deploy.Applying;
using Platform.Deploy.Rollouts;
using Platform.Messaging;
using Platform.Storage;

namespace Platform.Deploy.Health;

/// <summary>
/// Decides whether a part that is applied is well. Only health that was seen after its apply counts: an older sight of a healthy
/// predecessor proves nothing.
/// </summary>
internal sealed class HealthJudge(
    IOutbox<ClusterRolloutDocument> parts, IDocuments<HealthDocument> healths, AwaitedHealth awaited, Progress progress, DeployOptions options, TimeProvider clock)
{
    /// <summary>What is seen of a part that was just applied, if all is well within a moment; null: it is not, or not yet.</summary>
    /// <param name="part">As it was before.</param>
    /// <param name="sequence">State of the inventory after the apply.</param>
    /// <param name="ct">The caller went away.</param>
    public async Task<HealthDocument?> SoonAsync(ClusterRolloutDocument part, long sequence, CancellationToken ct)
    {
        var id = InventoryDocument.IdOf(part.ApplicationKey, part.Cluster);
        for (var began = clock.GetTimestamp(); options.HealthMoment - clock.GetElapsedTime(began) is var left && left > TimeSpan.Zero;)
        {
            // Asked for before the look: what is kept in between is not missed.
            var next = awaited.Next(id);
            try
            {
                var known = await healths.GetAsync(id, ct);
                if (IsWell(known))
                    return known;
                if (known is null)
                    awaited.FoundNone(id);
                await ((Task)next).WaitAsync(left, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (next.IsCompletedSuccessfully && await next is var heard && IsWell(heard))
                    return heard;
            }
            finally
            {
                awaited.Leave(id, next);
            }
        }

        return null;

        bool IsWell(HealthDocument? health) => health?.AppliedSequence >= sequence && Message(part, health) is null;
    }

    /// <summary>Judges a part that was just read by what was last seen. Asked by both who applied and who heard of health, whichever comes later.</summary>
    public async Task JudgeAsync(ClusterRolloutDocument part, CancellationToken ct)
    {
        if (part.Phase == ClusterPhase.Waiting && await healths.GetAsync(InventoryDocument.IdOf(part.ApplicationKey, part.Cluster), ct) is { } health)
            await JudgeAsync(part, health, ct);
    }

    /// <summary>Judges by this.</summary>
    public async Task JudgeAsync(ClusterRolloutDocument part, HealthDocument health, CancellationToken ct)
    {
        var ended = false;
        await parts.UpdateAsync(part, current =>
        {
            var judged = current.Phase == ClusterPhase.Waiting && Judge(current, health);
            ended = judged && !current.Open;
            return judged;
        }, ct);
        if (ended)
            await progress.TellAsync(part.Rollout, part.Step);
    }

    /// <summary>What this says of a part that waits for its health. True: it changed.</summary>
    public bool Judge(ClusterRolloutDocument part, HealthDocument health)
    {
        if (!IsOfThisApply(part, health))
            return false;
        var message = Message(part, health);
        if (message is not null && message == part.Message)
            return false;
        (part.Message, part.UpdatedAt) = (message, clock.GetUtcNow());
        if (message is not null)
            return true;
        if (!part.IsLastLayer)
        {
            // What needs these comes now.
            (part.Phase, part.DueAt) = (ClusterPhase.Pending, clock.GetUtcNow());
            part.NextLayer();
            return true;
        }

        (part.Phase, part.EndedAt) = (part.Well, clock.GetUtcNow());
        return true;
    }

    private static bool IsOfThisApply(ClusterRolloutDocument part, HealthDocument health) => health.AppliedSequence > 0
        ? health.AppliedSequence >= part.AppliedSequence
        : health.Revision >= part.Revision && health.ObservedAt >= part.AppliedAt;

    /// <summary>What is not well yet; null when all is.</summary>
    private static string? Message(ClusterRolloutDocument part, HealthDocument health)
    {
        var unwell = part.Components.Where(part.Reaches).Select(name => (Name: name, Seen: health.Components.Find(component => component.Component == name)))
            .Where(component => component.Seen is not { Health: HealthStatus.Healthy }).ToList();
        if (unwell.Count > 0)
            return string.Join("; ", unwell.Select(component => Words(component.Name, component.Seen)));
        return health.AppliedVersionsSeen ? null : "waits until everything that was applied has been seen";
    }

    public static string Words(string name, ComponentHealth? seen) => seen is null ? $"{name}: not seen yet"
        : seen.Message is { Length: > 0 } message ? $"{name}: {seen.Health}: {message}" : $"{name}: {seen.Health}";
}
