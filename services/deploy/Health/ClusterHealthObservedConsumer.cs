using MassTransit;
using Platform.Contracts.Deploy.V1;
using Platform.Contracts.Status.V1;
using Platform.Deploy.Applications;
using Platform.Deploy.Applying;
using Platform.Deploy.Rollouts;
using Platform.Storage;

namespace Platform.Deploy.Health;

/// <summary>Keeps what Status saw, unless it is older than what is known, and lets the parts that wait for it go on.</summary>
internal sealed class ClusterHealthObservedConsumer(
    IDocuments<HealthDocument> healths, IDocuments<ClusterRolloutDocument> parts, HealthJudge judge, AwaitedHealth awaited, Progress progress)
    : IConsumer<ClusterHealthObserved>
{
    public async Task Consume(ConsumeContext<ClusterHealthObserved> context)
    {
        var (seen, ct) = (context.Message, context.CancellationToken);
        var application = ApplicationDocument.IdOf(seen.Namespace, seen.Application);
        if (await KeepAsync(seen, application, ct) is not { } health)
            return;
        awaited.Heard(health);
        if (context.ReceiveContext.Redelivered)
            await TellAgainAsync(health, ct);
        var waiting = Find<ClusterRolloutDocument>.All.Where(part => part.ApplicationKey, application)
            .Where(part => part.Cluster, seen.Cluster).Where(part => part.Phase, ClusterPhase.Waiting);
        await foreach (var part in parts.FindAllAsync(waiting, ct))
            await judge.JudgeAsync(part, health, ct);
    }

    /// <summary>Its first handling may have ended between the end of a part and its rollout's being told.</summary>
    private async Task TellAgainAsync(HealthDocument health, CancellationToken ct)
    {
        var ended = Find<ClusterRolloutDocument>.All.Where(part => part.ApplicationKey, health.ApplicationKey).Where(part => part.Cluster, health.Cluster)
            .WhereIn(part => part.Phase, ClusterPhase.Healthy, ClusterPhase.RolledBack);
        await foreach (var part in parts.FindAllAsync(ended, ct))
        {
            if (part.AppliedSequence == health.AppliedSequence)
                await progress.TellAsync(part.Rollout, part.Step);
        }
    }

    /// <summary>Null: it is old news.</summary>
    private async Task<HealthDocument?> KeepAsync(ClusterHealthObserved seen, string application, CancellationToken ct)
    {
        var id = InventoryDocument.IdOf(application, seen.Cluster);
        for (var first = awaited.IsFirst(id); ; first = false)
        {
            var known = first ? null : await healths.GetAsync(id, ct);
            // The same news again is taken: its first handling may have ended half-way.
            if (known?.Sequence > seen.Sequence)
                return null;
            var document = known ?? new() { Id = id, ApplicationKey = application, Cluster = seen.Cluster };
            (document.Revision, document.Sequence, document.AppliedSequence) = (seen.Revision, seen.Sequence, seen.AppliedSequence);
            (document.AppliedVersionsSeen, document.Health, document.ObservedAt) = (seen.AppliedVersionsSeen, seen.Health, seen.ObservedAt);
            document.Components = [.. seen.Components];
            if (known is null ? await healths.InsertAsync(document, ct) : await healths.ReplaceAsync(document, ct))
                return document;
        }
    }
}
