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
        var pending = new List<ClusterRolloutDocument>();
        var underWay = 0;
        await foreach (var found in parts.Documents.FindAllAsync(ofStep, ct))
        {
            var part = found.Run < message.Run ? await BeginAgainAsync(found, message, ct) : found;
            if (part.Wave > message.Wave)
                continue;
            underWay += part.Phase is ClusterPhase.Waiting or ClusterPhase.Applying ? 1 : 0;
            if (part.Phase == ClusterPhase.Pending)
                pending.Add(part);
            else if (part.Phase == ClusterPhase.Waiting)
                await judge.JudgeAsync(part, ct);
            else if (IsLeft(part, message.Everything))
                await SendAsync(context, part);
        }

        // Always the first of those not begun: asked again, the same ones are sent, and no more than may be under way.
        foreach (var part in pending.OrderBy(part => part.Id, StringComparer.Ordinal).Take(Math.Max(0, (message.AtOnce ?? int.MaxValue) - underWay)))
            await SendAsync(context, part);
    }

    private static Task SendAsync(ConsumeContext context, ClusterRolloutDocument part) => context.Publish(part.Command(), part.Command().GetType(), context.CancellationToken);

    private bool IsLeft(ClusterRolloutDocument part, bool everything) =>
        part.Phase == ClusterPhase.Applying && (everything || part.UpdatedAt + options.ApplyDeadline + options.Watchdog < clock.GetUtcNow());

    /// <summary>The step is run again: what is not well begins anew, and after a rollback everything.</summary>
    private async Task<ClusterRolloutDocument> BeginAgainAsync(ClusterRolloutDocument part, RunStep message, CancellationToken ct) =>
        await parts.UpdateAsync(part.Id, current =>
        {
            if (current.Run >= message.Run)
                return false;
            current.Run = message.Run;
            if (current.Phase == current.Well && current.Turn == message.Turn)
                return true;
            current.Turn = message.Turn;
            (current.Phase, current.Message, current.DueAt, current.EndedAt) = (ClusterPhase.Pending, null, null, null);
            (current.Failures, current.Layer, current.UpdatedAt) = (0, 0, clock.GetUtcNow());
            current.Attempt++;
            return true;
        }, ct: ct) ?? part;
}
