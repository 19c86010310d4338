using Platform.Contracts.Deploy.V1;

namespace Platform.Status.Applications;

/// <summary>Follows the rollouts, since they decide an application's phase.</summary>
internal sealed class RolloutEventsConsumer(IOutbox<ApplicationDocument> applications, TimeProvider clock) :
    IConsumer<ApplicationSubmitted>, IConsumer<RolloutStarted>, IConsumer<RolloutSuspended>, IConsumer<RolloutResumed>,
    IConsumer<RolloutSucceeded>, IConsumer<RolloutFailed>, IConsumer<RolloutCancelled>, IConsumer<RolloutRolledBack>
{
    public Task Consume(ConsumeContext<ApplicationSubmitted> context)
    {
        var m = context.Message;
        return UpdateAsync(context, m.Namespace, m.Application, (a, at) => a.Submitted(m.Revision, m.Rollout, at));
    }

    public Task Consume(ConsumeContext<RolloutStarted> context) =>
        MovedAsync(context, context.Message.Namespace, context.Message.Application, context.Message.Revision, context.Message.Rollout, ApplicationPhase.RunningWorkflow);

    public Task Consume(ConsumeContext<RolloutSuspended> context) =>
        MovedAsync(context, context.Message.Namespace, context.Message.Application, context.Message.Revision, context.Message.Rollout, ApplicationPhase.WorkflowSuspending);

    public Task Consume(ConsumeContext<RolloutResumed> context) =>
        MovedAsync(context, context.Message.Namespace, context.Message.Application, context.Message.Revision, context.Message.Rollout, ApplicationPhase.RunningWorkflow);

    public Task Consume(ConsumeContext<RolloutSucceeded> context) =>
        MovedAsync(context, context.Message.Namespace, context.Message.Application, context.Message.Revision, context.Message.Rollout, ApplicationPhase.Running);

    public Task Consume(ConsumeContext<RolloutFailed> context) =>
        MovedAsync(context, context.Message.Namespace, context.Message.Application, context.Message.Revision, context.Message.Rollout, ApplicationPhase.WorkflowFailed);

    public Task Consume(ConsumeContext<RolloutCancelled> context) =>
        MovedAsync(context, context.Message.Namespace, context.Message.Application, context.Message.Revision, context.Message.Rollout, ApplicationPhase.WorkflowTerminated);

    public Task Consume(ConsumeContext<RolloutRolledBack> context) =>
        MovedAsync(context, context.Message.Namespace, context.Message.Application, context.Message.Revision, context.Message.Rollout, ApplicationPhase.Running);

    private Task MovedAsync(ConsumeContext context, string ns, string name, long revision, Guid rollout, ApplicationPhase phase) =>
        UpdateAsync(context, ns, name, (a, at) => a.RolloutMoved(revision, rollout, phase, at));

    private async Task UpdateAsync(ConsumeContext context, string ns, string name, Func<ApplicationDocument, DateTimeOffset, bool> change)
    {
        var at = context.SentTime is { } sent ? new DateTimeOffset(sent, TimeSpan.Zero) : clock.GetUtcNow();
        await applications.UpsertAsync($"{ns}/{name}", () => new() { Namespace = ns, Application = name }, a => change(a, at), ct: context.CancellationToken);
    }
}
