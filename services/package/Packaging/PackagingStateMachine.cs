using MassTransit;
using Platform.Contracts.Build.V1;
using Platform.Contracts.Package.V1;

namespace Platform.Package.Packaging;

/// <summary>
/// The making of an application package. All components are built at once; the package fails when the last of them has ended and one of
/// them failed, so that every reason is told; otherwise it is put together. What has had no news for a while is asked for again.
/// </summary>
internal sealed class PackagingStateMachine : MassTransitStateMachine<PackagingSaga>
{
    public PackagingStateMachine(TimeProvider time)
    {
        InstanceState(package => package.CurrentState);
        CorrelateMessages();
        OnUnhandledEvent(late => late.Ignore());

        During(Pending,
            When(Requested)
                .AskForBuilds(time)
                .TransitionTo(Building)
                .If(EverythingIsBuilt, package => package
                    .AskForAssembly(time)
                    .TransitionTo(Packaging)));

        During(Building,
            When(BuildStarted)
                .NoteThatItIsBuilt(),
            When(Built)
                .NoteWhatWasBuilt()
                .If(EverythingIsBuilt, package => package
                    .AskForAssembly(time)
                    .TransitionTo(Packaging))
                .If(TheLastEndedAndOneFailed, package => package
                    .TellThatItFailed(time)
                    .TransitionTo(Failed)),
            When(BuildFailed)
                .NoteWhyItFailed()
                .If(TheLastEndedAndOneFailed, package => package
                    .TellThatItFailed(time)
                    .TransitionTo(Failed)),
            When(Due)
                .AskForBuilds(time));

        During(Packaging,
            When(Assembled, IsOfThisAttempt)
                .TellThatItIsComplete(time)
                .TransitionTo(Succeeded),
            When(AssemblyFailed, IsFailureOfThisAttempt)
                .NoteWhyAssemblyFailed()
                .TellThatItFailed(time)
                .TransitionTo(Failed),
            When(Due)
                .AskForAssembly(time));

        During(Pending, Building, Packaging,
            When(CancelRequested)
                .EndItsBuilds(time)
                .TransitionTo(Cancelled));
    }

    public State Pending { get; private set; } = null!;

    public State Building { get; private set; } = null!;

    public State Packaging { get; private set; } = null!;

    public State Succeeded { get; private set; } = null!;

    public State Failed { get; private set; } = null!;

    public State Cancelled { get; private set; } = null!;

    public Event<PackageApplication> Requested { get; private set; } = null!;

    public Event<CancelPackaging> CancelRequested { get; private set; } = null!;

    public Event<ComponentBuildStarted> BuildStarted { get; private set; } = null!;

    public Event<ComponentBuilt> Built { get; private set; } = null!;

    public Event<ComponentBuildFailed> BuildFailed { get; private set; } = null!;

    public Event<PackageAssembled> Assembled { get; private set; } = null!;

    public Event<PackageAssemblyFailed> AssemblyFailed { get; private set; } = null!;

    public Event<PackagingDue> Due { get; private set; } = null!;

    // The saga's document is made with the request, before any message: news without one is of a deleted package.
    private void CorrelateMessages()
    {
        Event(() => Requested, e => e.CorrelateById(m => m.Message.Packaging).OnMissingInstance(m => m.Discard()));
        Event(() => CancelRequested, e => e.CorrelateById(m => m.Message.Packaging).OnMissingInstance(m => m.Discard()));
        Event(() => Assembled, e => e.CorrelateById(m => m.Message.Packaging).OnMissingInstance(m => m.Discard()));
        Event(() => AssemblyFailed, e => e.CorrelateById(m => m.Message.Packaging).OnMissingInstance(m => m.Discard()));
        Event(() => Due, e => e.CorrelateById(m => m.Message.Packaging).OnMissingInstance(m => m.Discard()));
        Event(() => BuildStarted, e => e.CorrelateById(m => Package(m.Message.Namespace, m.Message.Application, m.Message.PackageVersion)).OnMissingInstance(m => m.Discard()));
        Event(() => Built, e => e.CorrelateById(m => Package(m.Message.Namespace, m.Message.Application, m.Message.PackageVersion)).OnMissingInstance(m => m.Discard()));
        Event(() => BuildFailed, e => e.CorrelateById(m => Package(m.Message.Namespace, m.Message.Application, m.Message.PackageVersion)).OnMissingInstance(m => m.Discard()));
    }

    private static Guid Package(string @namespace, string application, string version) => PackagingSaga.IdOf(@namespace, application, version);

    private static bool EverythingIsBuilt(BehaviorContext<PackagingSaga> context) =>
        context.Saga.Components.TrueForAll(c => c.Phase == PackagePhase.Succeeded);

    private static bool TheLastEndedAndOneFailed(BehaviorContext<PackagingSaga> context) =>
        context.Saga.Components.TrueForAll(c => c.HasEnded) && context.Saga.Components.Exists(c => c.Phase == PackagePhase.Failed);

    private static bool IsOfThisAttempt(BehaviorContext<PackagingSaga, PackageAssembled> context) => context.Message.Attempt == context.Saga.Attempt;

    private static bool IsFailureOfThisAttempt(BehaviorContext<PackagingSaga, PackageAssemblyFailed> context) => context.Message.Attempt == context.Saga.Attempt;
}
