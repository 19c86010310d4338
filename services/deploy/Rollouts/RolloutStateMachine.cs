using System.Linq.Expressions;
using MassTransit;
using Platform.Contracts.Deploy.V1;

namespace Platform.Deploy.Rollouts;

/// <summary>
/// The life of a rollout. It decides, consumers do: nothing here waits, calls a cluster or renders. A rollout is stored by its
/// submission, in <see cref="Pending"/>; messages that come late or twice change nothing.
/// </summary>
internal sealed class RolloutStateMachine : MassTransitStateMachine<RolloutDocument>
{
    public RolloutStateMachine(RolloutActivities rollouts)
    {
        InstanceState(rollout => rollout.CurrentState);
        OnUnhandledEvent(late => late.Ignore());
        Correlate();

        During(Pending,
            When(StartAsked).IfElseAsync(
                context => rollouts.IsOutdatedAsync(context.Saga, context.CancellationToken),
                outdated => outdated.GiveWay(rollouts, this, _ => "a newer revision was submitted"),
                newest => newest.IfElseAsync(
                    context => rollouts.MustWaitAsync(context.Saga, context.CancellationToken),
                    waits => waits,
                    goes => goes.SupersedeOlder(rollouts).AskForPlan(rollouts).TransitionTo(Planning))),
            When(TimeCame).IfElseAsync(
                context => rollouts.IsSubmittedAsync(context.Saga, context.CancellationToken),
                submitted => submitted.AskToStart(rollouts),
                brokenOff => brokenOff.Cancel(rollouts, this, _ => "the submission was broken off")));

        During(Planning,
            When(PlanMade).TakePlan().AnnounceStart().GoOn(rollouts).LetTheStepsDecide(rollouts, this),
            When(PlanFailed).FailForThePlan(rollouts).TransitionTo(Failed),
            When(TimeCame).AskForPlan(rollouts));

        During([Running, Suspended],
            When(Progressed).CountClusters(rollouts).LetTheStepsDecide(rollouts, this),
            When(TaskDone).TakeTask(rollouts).LetTheStepsDecide(rollouts, this),
            When(TimeCame).LookAtTheTime(rollouts).LetTheStepsDecide(rollouts, this),
            When(ResumeAsked).Resume(rollouts).LetTheStepsDecide(rollouts, this));

        During([Running, Suspended, RollingBack],
            When(WaveLookedAt).TakeSoaked(rollouts).GoOn(rollouts).LetTheStepsDecide(rollouts, this),
            When(RollbackPlanMade).TakeRollbackPlan(rollouts).LetTheStepsDecide(rollouts, this));

        During(RollingBack,
            When(Progressed).CountClusters(rollouts).LetTheStepsDecide(rollouts, this),
            When(TimeCame).LookAtTheTime(rollouts).LetTheStepsDecide(rollouts, this));

        During([Running, Suspended, Succeeded, Failed, Cancelled, RolledBack],
            When(RollbackAsked).BeginRollback(rollouts).TransitionTo(RollingBack));

        During(Suspended,
            When(RejectAsked).Cancel(rollouts, this, reject => reject.Words()));

        During([Pending, Planning, Running, Suspended, RollingBack],
            When(CancelAsked).Cancel(rollouts, this, cancel => cancel.Words()),
            When(SupersedeAsked).GiveWay(rollouts, this, supersede => supersede.Reason));

        During(Failed,
            When(RetryAsked).Rewind().IfElse(
                context => context.Saga.Planned,
                planned => planned.GoOn(rollouts).TransitionTo(Running).LetTheStepsDecide(rollouts, this),
                unplanned => unplanned.AskForPlan(rollouts).TransitionTo(Planning)));

        // Somebody's wish that came after the rollout had gone on is done with too.
        DuringAny(When(ResumeAsked).Answered(), When(RejectAsked).Answered(), When(CancelAsked).Answered(), When(RetryAsked).Answered(), When(RollbackAsked).Answered());
    }

    public State Pending { get; } = null!;

    public State Planning { get; } = null!;

    public State Running { get; } = null!;

    public State Suspended { get; } = null!;

    public State Succeeded { get; } = null!;

    public State Failed { get; } = null!;

    public State Cancelled { get; } = null!;

    public State Superseded { get; } = null!;

    public State RollingBack { get; } = null!;

    public State RolledBack { get; } = null!;

    public Event<StartRollout> StartAsked { get; } = null!;

    public Event<RolloutPlanned> PlanMade { get; } = null!;

    public Event<RolloutPlanningFailed> PlanFailed { get; } = null!;

    public Event<RolloutProgressed> Progressed { get; } = null!;

    public Event<CheckRollout> TimeCame { get; } = null!;

    public Event<ResumeRollout> ResumeAsked { get; } = null!;

    public Event<RejectRollout> RejectAsked { get; } = null!;

    public Event<CancelRollout> CancelAsked { get; } = null!;

    public Event<RetryRollout> RetryAsked { get; } = null!;

    public Event<TaskEnded> TaskDone { get; } = null!;

    public Event<RollBackRollout> RollbackAsked { get; } = null!;

    public Event<RollbackPlanned> RollbackPlanMade { get; } = null!;

    public Event<WaveSoaked> WaveLookedAt { get; } = null!;

    public Event<SupersedeRollout> SupersedeAsked { get; } = null!;

    private void Correlate()
    {
        Correlate(() => StartAsked, message => message.Rollout);
        Correlate(() => PlanMade, message => message.Rollout);
        Correlate(() => PlanFailed, message => message.Rollout);
        Correlate(() => Progressed, message => message.Rollout);
        Correlate(() => TimeCame, message => message.Rollout);
        Correlate(() => ResumeAsked, message => message.Rollout);
        Correlate(() => RejectAsked, message => message.Rollout);
        Correlate(() => CancelAsked, message => message.Rollout);
        Correlate(() => RetryAsked, message => message.Rollout);
        Correlate(() => TaskDone, message => message.Rollout);
        Correlate(() => RollbackAsked, message => message.Rollout);
        Correlate(() => RollbackPlanMade, message => message.Rollout);
        Correlate(() => WaveLookedAt, message => message.Rollout);
        Correlate(() => SupersedeAsked, message => message.Rollout);
    }

    private void Correlate<M>(Expression<Func<Event<M>>> @event, Func<M, Guid> rollout) where M : class => Event(@event, correlation =>
    {
        correlation.CorrelateById(context => rollout(context.Message));
        correlation.OnMissingInstance(missing => missing.Discard());
    });
}
