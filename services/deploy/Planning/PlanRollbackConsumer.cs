using MassTransit;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Rollouts;
using Platform.Storage;

namespace Platform.Deploy.Planning;

/// <summary>Plans a rollback. Asked twice, it finds what is there.</summary>
internal sealed class PlanRollbackConsumer(IDocuments<RolloutDocument> rollouts, RollbackPlanner planner) : IConsumer<PlanRollback>
{
    public async Task Consume(ConsumeContext<PlanRollback> context)
    {
        var (message, ct) = (context.Message, context.CancellationToken);
        if (await rollouts.GetAsync(message.Rollout.ToString(), ct) is { } rollout
            && rollout.Find(message.Step) is { Phase: StepPhase.Running, Rollback: { Planned: false } } step)
            await context.Publish(await planner.PlanAsync(rollout, step, ct), ct);
    }
}
