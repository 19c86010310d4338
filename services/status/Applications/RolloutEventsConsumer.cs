using Platform.Contracts.Deploy.V1;

namespace Platform.Status.Applications;

/// <summary>Follows the rollouts, since they decide an application's phase.</summary>
internal sealed class RolloutEventsConsumer(IOutbox<ApplicationDocument> applications) :
    IConsumer<ApplicationSubmitted>, IConsumer<RolloutStarted>, IConsumer<RolloutSuspended>, IConsumer<RolloutResumed>,
    IConsumer<RolloutSucceeded>, IConsumer<RolloutFailed>, IConsumer<RolloutCancelled>, IConsumer<RolloutRolledBack>
{
    // Before whatever its rollout says, though it is said by another document: at no position.
    public Task Consume(ConsumeContext<ApplicationSubmitted> context) =>
        MovedAsync(context, new(context.Message.Rollout, context.Message.Number, context.Message.Revision, ApplicationPhase.Starting, 1));

    public Task Consume(ConsumeContext<RolloutStarted> context) => MovedAsync(context, new(
        context.Message.Rollout, context.Message.Number, context.Message.Revision, ApplicationPhase.RunningWorkflow, Position(context), context.Message.Removes));

    public Task Consume(ConsumeContext<RolloutSuspended> context) => MovedAsync(context, new(
        context.Message.Rollout, context.Message.Number, context.Message.Revision, ApplicationPhase.WorkflowSuspending, Position(context)));

    public Task Consume(ConsumeContext<RolloutResumed> context) => MovedAsync(context, new(
        context.Message.Rollout, context.Message.Number, context.Message.Revision, ApplicationPhase.RunningWorkflow, Position(context)));

    public Task Consume(ConsumeContext<RolloutSucceeded> context) => MovedAsync(context, new(
        context.Message.Rollout, context.Message.Number, context.Message.Revision, ApplicationPhase.Running, Position(context)));

    public Task Consume(ConsumeContext<RolloutFailed> context) => MovedAsync(context, new(
        context.Message.Rollout, context.Message.Number, context.Message.Revision, ApplicationPhase.WorkflowFailed, Position(context)));

    public Task Consume(ConsumeContext<RolloutCancelled> context) => MovedAsync(context, new(
        context.Message.Rollout, context.Message.Number, context.Message.Revision, ApplicationPhase.WorkflowTerminated, Position(context)));

    public Task Consume(ConsumeContext<RolloutRolledBack> context) => MovedAsync(context, new(
        context.Message.Rollout, context.Message.Number, context.Message.Revision, ApplicationPhase.Running, Position(context)));

    private static long Position(ConsumeContext context) => EventSequence.Of(context);

    private async Task MovedAsync<T>(ConsumeContext<T> context, RolloutMove move) where T : class, Contracts.IPublicEvent
    {
        var (ns, name) = (context.Message.Namespace!, context.Message.Application!);
        await applications.UpsertAsync($"{ns}/{name}", () => new() { Namespace = ns, Application = name }, a => a.Moved(move), ct: context.CancellationToken);
    }
}
