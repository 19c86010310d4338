using MassTransit;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Rollouts;
using Platform.Messaging;
using Platform.Storage;

namespace Platform.Deploy.Applying;

/// <summary>Ends the parts of a step, or of a whole rollout, that are not done: nobody works on them any more.</summary>
internal sealed class StopStepConsumer(IOutbox<ClusterRolloutDocument> parts, IDocuments<RolloutDocument> rollouts, Progress progress, TimeProvider clock) : IConsumer<StopStep>
{
    public async Task Consume(ConsumeContext<StopStep> context)
    {
        var (message, ct) = (context.Message, context.CancellationToken);
        if (await rollouts.GetAsync(message.Rollout.ToString(), ct) is not { } rollout || !IsStillMeant(message, rollout))
            return;
        var open = Find<ClusterRolloutDocument>.All.Where(part => part.Rollout, message.Rollout);
        if (message.Step is { } step)
            open = open.Where(part => part.Step, step);
        await foreach (var part in parts.Documents.FindAllAsync(open, ct))
        {
            if (part.Open && IsMeant(part, rollout, message))
                await parts.UpdateAsync(part, current => current.Open && Stop(current, PhaseOf(part, rollout, message), message), ct);
        }

        if (message is { Step: { } waves, Wave: not null })
            await progress.TellAsync(message.Rollout, waves);
    }

    /// <summary>A retry, or the next wave, may have overtaken the message.</summary>
    private static bool IsStillMeant(StopStep message, RolloutDocument rollout) => message.Step is not { } name
        ? rollout.Ended || rollout.RollingBack
        : rollout.Find(name) is { } step && (message.Wave is { } wave ? step.Phase == StepPhase.Running && step.Wave == wave : step.Phase == StepPhase.Failed);

    /// <summary>A rollback under way is not stopped with what it undoes.</summary>
    private static bool IsMeant(ClusterRolloutDocument part, RolloutDocument rollout, StopStep message) =>
        !(part.Wave > message.Wave) && (message.Step is not null || rollout.Ended || rollout.Find(part.Step) is not { Finished: false });

    /// <summary>
    /// What a failed step did not get done has failed, also when the end of the whole rollout is heard of first; a cluster whose wave had
    /// not begun has not.
    /// </summary>
    private static ClusterPhase PhaseOf(ClusterRolloutDocument part, RolloutDocument rollout, StopStep stop) =>
        rollout.Find(part.Step) is { Strategy: not null } step && part.Wave > step.Wave ? ClusterPhase.Skipped
        : rollout.Phase == RolloutPhase.Failed && rollout.Find(part.Step)?.Phase == StepPhase.Failed ? ClusterPhase.Failed : stop.Phase;

    private bool Stop(ClusterRolloutDocument part, ClusterPhase phase, StopStep stop)
    {
        part.Message = phase == ClusterPhase.Failed ? $"{stop.Reason}: {part.Message ?? "not begun"}" : stop.Phase == ClusterPhase.Failed ? "its wave had not begun" : stop.Reason;
        (part.Phase, part.EndedAt, part.UpdatedAt, part.DueAt) = (phase, clock.GetUtcNow(), clock.GetUtcNow(), null);
        part.Attempt++;
        return true;
    }
}
