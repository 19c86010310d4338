using Platform.Contracts.Build.V1;

namespace Platform.Build.Tasks;

/// <summary>The changes a build task goes through, each with what it announces.</summary>
internal static class BuildTaskChanges
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    internal static BuildTask Queue(this BuildTask task, BuildComponent asked, DateTimeOffset now)
    {
        task.Namespace = asked.Namespace;
        task.Application = asked.Application;
        task.PackageVersion = asked.PackageVersion;
        task.Component = asked.Component;
        task.Package = BuildTask.PackageOf(asked.Namespace, asked.Application, asked.PackageVersion);
        task.PackageComponents = [.. asked.PackageComponents];
        task.Source = asked.Source;
        task.ContentKey = asked.ContentKey;
        task.Force = asked.Force;
        task.CreatedAt = now;
        task.DueAt = now;
        return task;
    }

    internal static void Lease(this BuildTask task, Guid worker, DateTimeOffset now, TimeSpan lease)
    {
        if (task.Phase == BuildPhase.Queued)
        {
            task.StartedAt = now;
            task.Publish(new ComponentBuildStarted
            {
                Namespace = task.Namespace,
                Application = task.Application,
                Task = task.Task,
                Component = task.Component,
                PackageVersion = task.PackageVersion,
            });
        }

        task.Phase = BuildPhase.Running;
        task.Worker = worker;
        task.Runs++;
        task.DueAt = now + lease;
    }

    internal static void Succeed(this BuildTask task, BuildOutcome outcome, DateTimeOffset now)
    {
        task.End(BuildPhase.Succeeded, now);
        task.Digest = outcome.Digest.ToString();
        task.Images = [.. outcome.Images];
        task.ContentType = outcome.ContentType;
        task.ContentDigest = outcome.ContentDigest?.ToString();
        task.Reused = outcome.Reused;
        task.Announce();
    }

    internal static void Fail(this BuildTask task, string reason, DateTimeOffset now)
    {
        task.End(BuildPhase.Failed, now);
        task.Reason = reason;
        task.Announce();
    }

    internal static void Cancel(this BuildTask task, DateTimeOffset now) => task.End(BuildPhase.Cancelled, now);

    /// <summary>Says how the task ended; said again to whoever asks again. A cancelled one is not spoken of: nobody waits for it.</summary>
    internal static void Announce(this BuildTask task)
    {
        if (task.Phase == BuildPhase.Succeeded)
            task.Publish(Built(task));
        else if (task.Phase == BuildPhase.Failed)
            task.Publish(Failed(task));
    }

    private static ComponentBuilt Built(BuildTask task) => new()
    {
        Namespace = task.Namespace,
        Application = task.Application,
        Task = task.Task,
        Component = task.Component,
        PackageVersion = task.PackageVersion,
        Digest = task.Digest!,
        Images = task.Images,
        ContentType = task.ContentType,
        ContentDigest = task.ContentDigest,
        Reused = task.Reused,
        DurationSeconds = task.DurationSeconds,
    };

    private static ComponentBuildFailed Failed(BuildTask task) => new()
    {
        Namespace = task.Namespace,
        Application = task.Application,
        Task = task.Task,
        Component = task.Component,
        PackageVersion = task.PackageVersion,
        Reason = task.Reason ?? "The build failed.",
        DurationSeconds = task.DurationSeconds,
    };

    private static void End(this BuildTask task, BuildPhase phase, DateTimeOffset now)
    {
        task.Phase = phase;
        task.EndedAt = now;
        task.DueAt = null;
        task.Worker = null;
        task.ExpiresAt = now + Kept;
    }
}
