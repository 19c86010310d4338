using MassTransit;
using Platform.Contracts.Deploy.V1;
using Platform.Contracts.Status.V1;
using Platform.Deploy.Applying;
using Platform.Messaging;
using Platform.Storage;

namespace Platform.Deploy.Health;

/// <summary>Looks whether the clusters of a wave are still as well as when it ended: one that is not has failed.</summary>
internal sealed class CheckSoakConsumer(IOutbox<ClusterRolloutDocument> parts, IDocuments<HealthDocument> healths, TimeProvider clock) : IConsumer<CheckSoak>
{
    public async Task Consume(ConsumeContext<CheckSoak> context)
    {
        var (message, ct) = (context.Message, context.CancellationToken);
        var well = Find<ClusterRolloutDocument>.All.Where(part => part.Rollout, message.Rollout).Where(part => part.Step, message.Step)
            .Where(part => part.Phase, ClusterPhase.Healthy).Where(part => part.Wave, message.Wave);
        await foreach (var part in parts.Documents.FindAllAsync(well, ct))
        {
            if (await healths.GetAsync(InventoryDocument.IdOf(part.ApplicationKey, part.Cluster), ct) is { } health && Trouble(part, health) is { } trouble)
                await parts.UpdateAsync(part.Id, current => current.Phase == ClusterPhase.Healthy && Fail(current, trouble), ct: ct);
        }

        await context.Publish(new WaveSoaked { Rollout = message.Rollout, Step = message.Step, Wave = message.Wave }, ct);
    }

    private static string? Trouble(ClusterRolloutDocument part, HealthDocument health)
    {
        var unwell = health.Components.Where(component => part.Components.Contains(component.Component) && component.Health != HealthStatus.Healthy).ToList();
        return unwell.Count == 0 ? null : "did not stay well: " + string.Join("; ", unwell.Select(component => HealthJudge.Words(component.Component, component)));
    }

    private bool Fail(ClusterRolloutDocument part, string trouble)
    {
        (part.Phase, part.Message, part.EndedAt, part.UpdatedAt) = (ClusterPhase.Failed, trouble, clock.GetUtcNow(), clock.GetUtcNow());
        return true;
    }
}
