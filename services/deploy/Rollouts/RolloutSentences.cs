using MassTransit;
using Platform.Contracts.Deploy.V1;

namespace Platform.Deploy.Rollouts;

/// <summary>The verbs of the state machine.</summary>
internal static class RolloutSentences
{
    public static EventActivityBinder<RolloutDocument, M> SupersedeOlder<M>(this EventActivityBinder<RolloutDocument, M> when, RolloutActivities rollouts)
        where M : class => when.ThenAsync(context => rollouts.SupersedeOlderAsync(context.Saga, context.CancellationToken));

    public static EventActivityBinder<RolloutDocument, M> AskToStart<M>(this EventActivityBinder<RolloutDocument, M> when, RolloutActivities rollouts)
        where M : class => when.Then(context => rollouts.AskToStart(context.Saga));

    public static EventActivityBinder<RolloutDocument, M> AskForPlan<M>(this EventActivityBinder<RolloutDocument, M> when, RolloutActivities rollouts)
        where M : class => when.Then(context => rollouts.AskForPlan(context.Saga));

    public static EventActivityBinder<RolloutDocument, RolloutPlanned> TakePlan(
        this EventActivityBinder<RolloutDocument, RolloutPlanned> when) => when.Then(context => context.Saga.TakePlan(context.Message));

    public static EventActivityBinder<RolloutDocument, M> AnnounceStart<M>(this EventActivityBinder<RolloutDocument, M> when)
        where M : class => when.Then(context => context.Saga.AnnounceStart());

    public static EventActivityBinder<RolloutDocument, M> GoOn<M>(this EventActivityBinder<RolloutDocument, M> when, RolloutActivities rollouts)
        where M : class => when.Then(context => rollouts.GoOn(context.Saga));

    public static EventActivityBinder<RolloutDocument, RolloutPlanningFailed> FailForThePlan(
        this EventActivityBinder<RolloutDocument, RolloutPlanningFailed> when, RolloutActivities rollouts) =>
        when.Then(context => context.Saga.EndFailed(context.Message.Reason, rollouts.Now));

    public static EventActivityBinder<RolloutDocument, RolloutProgressed> CountClusters(
        this EventActivityBinder<RolloutDocument, RolloutProgressed> when, RolloutActivities rollouts) =>
        when.ThenAsync(context => rollouts.CountAsync(context.Saga, context.Message.Step, context.CancellationToken));

    public static EventActivityBinder<RolloutDocument, RollBackRollout> BeginRollback(
        this EventActivityBinder<RolloutDocument, RollBackRollout> when, RolloutActivities rollouts) =>
        when.Then(context => rollouts.BeginRollback(context.Saga, context.Message));

    public static EventActivityBinder<RolloutDocument, RollbackPlanned> TakeRollbackPlan(
        this EventActivityBinder<RolloutDocument, RollbackPlanned> when, RolloutActivities rollouts) =>
        when.Then(context => rollouts.TakeRollbackPlan(context.Saga, context.Message));

    public static EventActivityBinder<RolloutDocument, TaskEnded> TakeTask(
        this EventActivityBinder<RolloutDocument, TaskEnded> when, RolloutActivities rollouts) =>
        when.ThenAsync(context => rollouts.TakeTaskAsync(context.Saga, context.Message, context.CancellationToken));

    public static EventActivityBinder<RolloutDocument, WaveSoaked> TakeSoaked(
        this EventActivityBinder<RolloutDocument, WaveSoaked> when, RolloutActivities rollouts) =>
        when.ThenAsync(context => rollouts.TakeSoakedAsync(context.Saga, context.Message, context.CancellationToken));

    public static EventActivityBinder<RolloutDocument, CheckRollout> LookAtTheTime(
        this EventActivityBinder<RolloutDocument, CheckRollout> when, RolloutActivities rollouts) =>
        when.ThenAsync(context => rollouts.CheckAsync(context.Saga, context.Message.Restarted, context.CancellationToken));

    public static EventActivityBinder<RolloutDocument, ResumeRollout> Resume(
        this EventActivityBinder<RolloutDocument, ResumeRollout> when, RolloutActivities rollouts) =>
        when.Then(context => rollouts.Resume(context.Saga, context.Message));

    public static EventActivityBinder<RolloutDocument, RetryRollout> Rewind(
        this EventActivityBinder<RolloutDocument, RetryRollout> when) => when.Then(context => context.Saga.Rewind());

    public static EventActivityBinder<RolloutDocument, M> Answered<M>(this EventActivityBinder<RolloutDocument, M> when)
        where M : class => when.Then(context => context.Saga.Asked = null);

    /// <summary>Ends it because somebody (or nobody) wanted it so.</summary>
    public static EventActivityBinder<RolloutDocument, M> Cancel<M>(
        this EventActivityBinder<RolloutDocument, M> when, RolloutActivities rollouts, RolloutStateMachine machine, Func<M, string> reason)
        where M : class => when
        .Then(context => context.Saga.EndCancelled(reason(context.Message), rollouts.Now))
        .TransitionTo(machine.Cancelled);

    /// <summary>Ends it because a newer rollout takes its place.</summary>
    public static EventActivityBinder<RolloutDocument, M> GiveWay<M>(
        this EventActivityBinder<RolloutDocument, M> when, RolloutActivities rollouts, RolloutStateMachine machine, Func<M, string> reason)
        where M : class => when
        .Then(context => context.Saga.EndSuperseded(reason(context.Message), rollouts.Now))
        .TransitionTo(machine.Superseded);

    /// <summary>The steps say where the rollout is: one of these, and no other, holds.</summary>
    public static EventActivityBinder<RolloutDocument, M> LetTheStepsDecide<M>(
        this EventActivityBinder<RolloutDocument, M> when, RolloutActivities rollouts, RolloutStateMachine machine)
        where M : class => when
        .If(context => context.Saga.RollbackWanted is not null, undone => undone
            .Then(context => rollouts.BeginRollback(context.Saga)))
        .IfElse(context => context.Saga.RollingBack, back => back.LetTheRollbackDecide(rollouts, machine), on => on
            .If(context => context.Saga.AllFinished() && !context.Saga.AnyFailed(), done => done
                .Then(context => context.Saga.EndWell(rollouts.Now))
                .TransitionTo(machine.Succeeded))
            .If(context => context.Saga.AllFinished() && context.Saga.AnyFailed(), failed => failed
                .Then(context => context.Saga.EndFailed(context.Saga.FailureReason(), rollouts.Now))
                .TransitionTo(machine.Failed))
            .If(context => context.Saga.AnyRunning(), running => running.TransitionTo(machine.Running))
            .If(context => context.Saga.AnySuspended() && !context.Saga.AnyRunning(), waiting => waiting.TransitionTo(machine.Suspended)));

    private static EventActivityBinder<RolloutDocument, M> LetTheRollbackDecide<M>(
        this EventActivityBinder<RolloutDocument, M> when, RolloutActivities rollouts, RolloutStateMachine machine)
        where M : class => when
        .If(context => !context.Saga.AllFinished(), back => back.TransitionTo(machine.RollingBack))
        .If(context => context.Saga.AllFinished() && !context.Saga.AnyRollbackFailed(), done => done
            .Then(context => context.Saga.EndRolledBack(rollouts.Now))
            .TransitionTo(machine.RolledBack))
        .If(context => context.Saga.AllFinished() && context.Saga.AnyRollbackFailed(), failed => failed
            .Then(context => context.Saga.EndFailed(context.Saga.FailureReason(), rollouts.Now))
            .TransitionTo(machine.Failed));

    public static string Words(this CancelRollout cancel) => Words("cancelled", cancel.By, cancel.Reason);

    public static string Words(this RejectRollout reject) => Words("rejected", reject.By, reject.Reason);

    public static string Words(this RollBackRollout wish) =>
        $"rolled back{(wish.ToRevision is { } revision ? $" to revision {revision}" : "")} by {wish.By}";

    private static string Words(string what, string by, string? reason) => string.IsNullOrWhiteSpace(reason) ? $"{what} by {by}" : $"{what} by {by}: {reason}";
}
