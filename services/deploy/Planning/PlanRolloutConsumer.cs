using MassTransit;
using Microsoft.Extensions.Logging;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Planning.Fetching;
using Platform.Deploy.Rollouts;
using Platform.Storage;

namespace Platform.Deploy.Planning;

/// <summary>
/// Plans a rollout. Asked twice, it finds what is there. While something it depends on is away nothing is said: the saga asks again,
/// until patience ends.
/// </summary>
internal sealed partial class PlanRolloutConsumer(
    IDocuments<RolloutDocument> rollouts, ApplyPlanner apply, RemovalPlanner removal, DeployOptions options, TimeProvider clock, ILogger<PlanRolloutConsumer> logger)
    : IConsumer<PlanRollout>
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

        try
        {
            var (planned, failed) = await apply.PlanAsync(rollout, ct);
            if (planned is not null)
                await context.Publish(planned, ct);
            else
                await context.Publish(failed!, ct);
        }
        catch (NotNowException e) when (clock.GetUtcNow() - rollout.PlanningSince < options.PlanningPatience)
        {
            LogNotNow(logger, rollout.CorrelationId, e.Message);
        }
        catch (NotNowException e)
        {
            await context.Publish(new RolloutPlanningFailed { Rollout = rollout.CorrelationId, Reason = e.Message }, ct);
        }
    }

    [LoggerMessage(LogLevel.Information, "Rollout {Rollout} can't be planned yet: {Reason}")]
    private static partial void LogNotNow(ILogger logger, Guid rollout, string reason);
}
