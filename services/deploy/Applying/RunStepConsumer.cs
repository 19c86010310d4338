using MassTransit;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Health;
using Platform.Messaging;
using Platform.Storage;

namespace Platform.Deploy.Applying;

/// <summary>
/// Sends a step's parts to the pool: those not begun, and those whose worker is gone. Asked again it repeats itself, which the
/// attempt makes harmless.
/// </summary>
internal sealed class RunStepConsumer(IOutbox<ClusterRolloutDocument> parts, HealthJudge judge, DeployOptions options, TimeProvider clock) : IConsumer<RunStep>
{
    public async Task Consume(ConsumeContext<RunStep> context)
    {
        var (message, ct) = (context.Message, context.CancellationToken);
        var ofStep = Find<ClusterRolloutDocument>.All.Where(part => part.Rollout, message.Rollout).Where(part => part.Step, message.Step);
        await foreach (var found in parts.Documents.FindAllAsync(ofStep, ct))
        {
            var part = found.Run < message.Run ? await BeginAgainAsync(found, message.Run, ct) : found;
            if (part.Phase == ClusterPhase.Waiting)
                await judge.JudgeAsync(part.Id, ct);
            else if (part.Phase == ClusterPhase.Pending || IsLeft(part, message.Everything))
                await context.Publish(part.Command(), part.Command().GetType(), ct);
        }
    }

    private bool IsLeft(ClusterRolloutDocument part, bool everything) =>
        part.Phase == ClusterPhase.Applying && (everything || part.UpdatedAt + options.ApplyDeadline + options.Watchdog < clock.GetUtcNow());

    /// <summary>The step is run again: what is not well begins anew.</summary>
    private async Task<ClusterRolloutDocument> BeginAgainAsync(ClusterRolloutDocument part, int run, CancellationToken ct) =>
        await parts.UpdateAsync(part.Id, current =>
        {
            if (current.Run >= run)
                return false;
            current.Run = run;
            if (current.Phase == ClusterPhase.Healthy)
                return true;
            (current.Phase, current.Message, current.DueAt, current.EndedAt) = (ClusterPhase.Pending, null, null, null);
            (current.Failures, current.UpdatedAt) = (0, clock.GetUtcNow());
            current.Attempt++;
            return true;
        }, ct: ct) ?? part;
}
