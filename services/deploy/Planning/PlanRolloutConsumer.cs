using MassTransit;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Rollouts;
using Platform.Storage;

namespace Platform.Deploy.Planning;

/// <summary>Plans a rollout. Asked twice, it finds what is there.</summary>
internal sealed class PlanRolloutConsumer(IDocuments<RolloutDocument> rollouts, ApplyPlanner apply, RemovalPlanner removal) : IConsumer<PlanRollout>
{
    public async Task Consume(ConsumeContext<PlanRollout> context)
    {
        var ct = context.CancellationToken;
        if (await rollouts.GetAsync(context.Message.Rollout.ToString(), ct) is not { Phase: RolloutPhase.Planning } rollout)
            return;
        if (rollout.Kind == RolloutKind.Remove)
        {
            await context.Publish(await removal.PlanAsync(rollout, ct), ct);
            return;
        }

        var (planned, failed) = await apply.PlanAsync(rollout, ct);
        if (planned is not null)
            await context.Publish(planned, ct);
        else
            await context.Publish(failed!, ct);
    }
}
