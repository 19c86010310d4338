using MassTransit;
using Platform.Contracts.Deploy.V1;
using Platform.Contracts.Status.V1;
using Platform.Deploy.Applications;
using Platform.Deploy.Applying;
using Platform.Storage;

namespace Platform.Deploy.Health;

/// <summary>Keeps what Status saw, unless it is older than what is known, and lets the parts that wait for it go on.</summary>
internal sealed class ClusterHealthObservedConsumer(
    IDocuments<HealthDocument> healths, IDocuments<ClusterRolloutDocument> parts, HealthJudge judge) : IConsumer<ClusterHealthObserved>
{
    public async Task Consume(ConsumeContext<ClusterHealthObserved> context)
    {
        var (seen, ct) = (context.Message, context.CancellationToken);
        var application = ApplicationDocument.IdOf(seen.Namespace, seen.Application);
        if (!await KeepAsync(seen, application, ct))
            return;
        var waiting = Find<ClusterRolloutDocument>.All.Where(part => part.ApplicationKey, application)
            .Where(part => part.Cluster, seen.Cluster).Where(part => part.Phase, ClusterPhase.Waiting);
        await foreach (var part in parts.FindAllAsync(waiting, ct))
            await judge.JudgeAsync(part.Id, ct);
    }

    /// <summary>False: it is old news.</summary>
    private async Task<bool> KeepAsync(ClusterHealthObserved seen, string application, CancellationToken ct)
    {
        var id = InventoryDocument.IdOf(application, seen.Cluster);
        while (true)
        {
            var known = await healths.GetAsync(id, ct);
            // The same news again is taken: its first handling may have ended half-way.
            if (known?.Sequence > seen.Sequence)
                return false;
            var document = known ?? new() { Id = id, ApplicationKey = application, Cluster = seen.Cluster };
            (document.Revision, document.Sequence, document.AppliedSequence) = (seen.Revision, seen.Sequence, seen.AppliedSequence);
            (document.AppliedVersionsSeen, document.Health, document.ObservedAt) = (seen.AppliedVersionsSeen, seen.Health, seen.ObservedAt);
            document.Components = [.. seen.Components];
            if (known is null ? await healths.InsertAsync(document, ct) : await healths.ReplaceAsync(document, ct))
                return true;
        }
    }
}
