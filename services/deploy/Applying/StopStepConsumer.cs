using MassTransit;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Rollouts;
using Platform.Messaging;
using Platform.Storage;

namespace Platform.Deploy.Applying;

/// <summary>Ends the parts of a step, or of a whole rollout, that are not done: nobody works on them any more.</summary>
internal sealed class StopStepConsumer(IOutbox<ClusterRolloutDocument> parts, IDocuments<RolloutDocument> rollouts, TimeProvider clock) : IConsumer<StopStep>
{
    public async Task Consume(ConsumeContext<StopStep> context)
    {
        var (message, ct) = (context.Message, context.CancellationToken);
        // A retry may have overtaken this message.
        if (await rollouts.GetAsync(message.Rollout.ToString(), ct) is not { } rollout
            || !(message.Step is { } name ? rollout.Find(name)?.Phase == StepPhase.Failed : rollout.Ended))
            return;
        var open = Find<ClusterRolloutDocument>.All.Where(part => part.Rollout, message.Rollout);
        if (message.Step is { } step)
            open = open.Where(part => part.Step, step);
        await foreach (var part in parts.Documents.FindAllAsync(open, ct))
        {
            if (part.Open)
                await parts.UpdateAsync(part.Id, current => current.Open && Stop(current, PhaseOf(part, rollout, message), message.Reason), ct: ct);
        }
    }

    /// <summary>What a failed step did not get done has failed, also when the end of the whole rollout is heard of first.</summary>
    private static ClusterPhase PhaseOf(ClusterRolloutDocument part, RolloutDocument rollout, StopStep stop) =>
        rollout.Phase == RolloutPhase.Failed && rollout.Find(part.Step)?.Phase == StepPhase.Failed ? ClusterPhase.Failed : stop.Phase;

    private bool Stop(ClusterRolloutDocument part, ClusterPhase phase, string reason)
    {
        part.Message = phase == ClusterPhase.Failed ? $"not done in time: {part.Message ?? "not begun"}" : reason;
        (part.Phase, part.EndedAt, part.UpdatedAt, part.DueAt) = (phase, clock.GetUtcNow(), clock.GetUtcNow(), null);
        part.Attempt++;
        return true;
    }
}
