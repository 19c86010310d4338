using MassTransit;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Rollouts;
using Platform.Storage;

namespace Platform.Deploy.Tasks;

/// <summary>Does what a step does beside its work on clusters, and tells the rollout what came of it.</summary>
internal sealed class RunTaskConsumer(IDocuments<RolloutDocument> rollouts, TaskRunner runner) : IConsumer<RunTask>
{
    public async Task Consume(ConsumeContext<RunTask> context)
    {
        var (message, ct) = (context.Message, context.CancellationToken);
        if (await rollouts.GetAsync(message.Rollout.ToString(), ct) is not { } rollout || rollout.Find(message.Step)?.Awaits(message.Run, message.Stage) != true)
            return;
        var (result, values) = await runner.RunAsync(rollout, message.Step, message.Stage, ct);
        await context.Publish(new TaskEnded
        {
            Rollout = message.Rollout,
            Step = message.Step,
            Run = message.Run,
            Stage = message.Stage,
            Outcome = result.Outcome,
            Reason = result.Reason,
            Values = values,
        }, ct);
    }
}
