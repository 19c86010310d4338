using MassTransit;
using Platform.Contracts.Build.V1;
using Platform.Contracts.Package.V1;

namespace Platform.Package.Packaging;

/// <summary>What the packaging saga does, step by step.</summary>
internal static class PackagingActivities
{
    private static readonly TimeSpan BuildSilence = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AssemblySilence = TimeSpan.FromSeconds(10);

    /// <summary>Asks for every component that has not ended; for one that is being built already, that changes nothing.</summary>
    internal static EventActivityBinder<PackagingSaga, T> AskForBuilds<T>(this EventActivityBinder<PackagingSaga, T> binder, TimeProvider time)
        where T : class =>
        binder.ThenAsync(async context =>
        {
            var package = context.Saga;
            package.DueAt = time.GetUtcNow() + BuildSilence;
            foreach (var component in package.Components.Where(c => !c.HasEnded))
                await context.Publish(BuildOf(package, component));
        });

    internal static EventActivityBinder<PackagingSaga, ComponentBuildStarted> NoteThatItIsBuilt(
        this EventActivityBinder<PackagingSaga, ComponentBuildStarted> binder) =>
        binder.Then(context =>
        {
            if (Awaited(context.Saga, context.Message.Task) is { } component)
                component.Phase = PackagePhase.Building;
        });

    internal static EventActivityBinder<PackagingSaga, ComponentBuilt> NoteWhatWasBuilt(this EventActivityBinder<PackagingSaga, ComponentBuilt> binder) =>
        binder.Then(context =>
        {
            if (Awaited(context.Saga, context.Message.Task) is not { } component)
                return;
            component.Phase = PackagePhase.Succeeded;
            component.Digest = context.Message.Digest;
            component.Images = [.. context.Message.Images];
            component.ContentType = context.Message.ContentType;
            component.ContentDigest = context.Message.ContentDigest;
            component.Reused = context.Message.Reused;
            component.DurationSeconds = context.Message.DurationSeconds;
        });

    internal static EventActivityBinder<PackagingSaga, ComponentBuildFailed> NoteWhyItFailed(
        this EventActivityBinder<PackagingSaga, ComponentBuildFailed> binder) =>
        binder.Then(context =>
        {
            if (Awaited(context.Saga, context.Message.Task) is not { } component)
                return;
            component.Phase = PackagePhase.Failed;
            component.Error = context.Message.Reason;
            component.DurationSeconds = context.Message.DurationSeconds;
        });

    /// <summary>Asks for the parts to be put together; asked again soon, since a registry may be away for a moment.</summary>
    internal static EventActivityBinder<PackagingSaga, T> AskForAssembly<T>(this EventActivityBinder<PackagingSaga, T> binder, TimeProvider time)
        where T : class =>
        binder.ThenAsync(context =>
        {
            var now = time.GetUtcNow();
            context.Saga.AssemblingSince ??= now;
            context.Saga.DueAt = now + AssemblySilence;
            return context.Publish(new AssemblePackage { Packaging = context.Saga.CorrelationId, Attempt = context.Saga.Attempt });
        });

    internal static EventActivityBinder<PackagingSaga, PackageAssembled> TellThatItIsComplete(
        this EventActivityBinder<PackagingSaga, PackageAssembled> binder, TimeProvider time) =>
        binder.Then(context =>
        {
            context.Saga.Digest = context.Message.Digest;
            context.Saga.End(time.GetUtcNow());
            PackageFacts.Tell(context.Saga);
        });

    internal static EventActivityBinder<PackagingSaga, PackageAssemblyFailed> NoteWhyAssemblyFailed(
        this EventActivityBinder<PackagingSaga, PackageAssemblyFailed> binder) =>
        binder.Then(context =>
        {
            context.Saga.Error = context.Message.Reason;
            foreach (var component in context.Saga.Components.Where(c => context.Message.Missing.Contains(c.Component)))
            {
                // It was built, but is not there any more: a retry has to build it again.
                component.Phase = PackagePhase.Failed;
                component.Error = context.Message.Reason;
            }
        });

    internal static EventActivityBinder<PackagingSaga, T> TellThatItFailed<T>(this EventActivityBinder<PackagingSaga, T> binder, TimeProvider time)
        where T : class =>
        binder.ThenAsync(context =>
        {
            var package = context.Saga;
            package.Error ??= string.Join("; ", package.Components.Where(c => c.Phase == PackagePhase.Failed).Select(c => $"{c.Component}: {c.Error}"));
            package.End(time.GetUtcNow());
            return context.Publish(new ApplicationPackagingFailed
            {
                Namespace = package.Namespace,
                Application = package.Application,
                Version = package.PackageVersion,
                Reason = package.Error,
            });
        });

    internal static EventActivityBinder<PackagingSaga, T> EndItsBuilds<T>(this EventActivityBinder<PackagingSaga, T> binder, TimeProvider time)
        where T : class =>
        binder.ThenAsync(async context =>
        {
            context.Saga.End(time.GetUtcNow());
            foreach (var component in context.Saga.Components.Where(c => !c.HasEnded))
            {
                component.Phase = PackagePhase.Cancelled;
                await context.Publish(new CancelBuild { Task = component.Task });
            }
        });

    private static PackageComponent? Awaited(PackagingSaga package, Guid task) => package.Components.Find(c => c.Task == task && !c.HasEnded);

    private static void End(this PackagingSaga package, DateTimeOffset now)
    {
        package.DueAt = null;
        package.EndedAt = now;
    }

    private static BuildComponent BuildOf(PackagingSaga package, PackageComponent component) => new()
    {
        Task = component.Task,
        Namespace = package.Namespace,
        Application = package.Application,
        PackageVersion = package.PackageVersion,
        Component = component.Component,
        Source = component.Source,
        ContentKey = component.ContentKey,
        Force = package.Force,
        PackageComponents = [.. package.Components.Select(c => c.Component)],
    };
}
