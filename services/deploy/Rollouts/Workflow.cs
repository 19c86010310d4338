using Platform.Contracts.Deploy.V1;

namespace Platform.Deploy.Rollouts;

/// <summary>
/// How a rollout goes from step to step. Pure but for the rollout itself: what has to be done and told is in its outbox afterwards.
/// </summary>
internal static class Workflow
{
    /// <summary>Its clusters are fixed.</summary>
    public static void TakePlan(this RolloutDocument rollout, RolloutPlanned planned)
    {
        rollout.Planned = true;
        rollout.Warnings = [.. planned.Warnings];
        foreach (var step in rollout.Steps)
        {
            step.Planned = planned.Clusters.GetValueOrDefault(step.Name);
            step.WaveCount = planned.Waves.GetValueOrDefault(step.Name, 1);
            if (step.Planned > 0)
                step.Clusters = new() { ["pending"] = step.Planned };
        }

        if (planned.LeftBehind > 0 && rollout.Find(RolloutSteps.LeftBehind) is null)
            rollout.Steps.Add(RolloutSteps.OfLeftBehind(rollout.Steps, planned.LeftBehind));
    }

    /// <summary>Begins every step whose turn it is, until none is left that could begin.</summary>
    public static void Advance(this RolloutDocument rollout, DateTimeOffset now, DeployOptions options)
    {
        while (rollout.EndGroups(now) || rollout.Steps.Find(step => step.Phase == StepPhase.Pending && rollout.IsDue(step)) is not null)
        {
            if (rollout.Steps.Find(step => step.Phase == StepPhase.Pending && rollout.IsDue(step)) is not { } next)
                continue;
            if (rollout.ReasonToSkip(next) is { } reason)
                rollout.Enter(next, StepPhase.Skipped, reason, now);
            else
                rollout.Begin(next, now, options);
        }

        rollout.DueAt = rollout.NextLook();
    }

    public static bool AllFinished(this RolloutDocument rollout) => rollout.Steps.TrueForAll(step => step.Finished);

    public static bool AnyFailed(this RolloutDocument rollout) => rollout.Steps.Exists(step => step.Phase == StepPhase.Failed);

    public static bool AnyRunning(this RolloutDocument rollout) => rollout.Steps.Exists(step => step.Phase == StepPhase.Running);

    public static bool AnySuspended(this RolloutDocument rollout) => rollout.Steps.Exists(step => step.Phase == StepPhase.Suspending);

    /// <summary>A suspended step goes on, because somebody said so or its time is over.</summary>
    public static void Resume(this RolloutDocument rollout, RolloutStep step, string why, DateTimeOffset now, DeployOptions options)
    {
        if (step.Phase != StepPhase.Suspending)
            return;
        rollout.Publish(new RolloutResumed
        {
            Namespace = rollout.Namespace,
            Application = rollout.Application,
            Rollout = rollout.CorrelationId,
            Number = rollout.Number,
            Revision = rollout.Revision,
            Step = step.Name,
            Reason = why,
            Clusters = rollout.Counts(),
        });
        if (step.Work == StepWork.Waiting)
        {
            rollout.Enter(step, StepPhase.Succeeded, why, now);
            return;
        }

        if (step.WavePhase == WavePhase.Pausing)
        {
            rollout.WaveGoesOn(step, why, now, options);
            return;
        }

        step.NeedsApproval = false;
        rollout.BeginWork(step, why, now, options);
    }

    /// <summary>Takes a running step's clusters as counted; unless it goes by waves, it ends when none of them is under way any more.</summary>
    public static void Count(this RolloutDocument rollout, RolloutStep step, ClusterCounts counts, DateTimeOffset now, DeployOptions options)
    {
        step.Clusters = counts.ToDictionary();
        if (step.Strategy is not null)
            return;
        var underWay = counts.UnderWay - (rollout.MayLeaveParked(step, now) ? counts[ClusterPhase.Parked] : 0);
        if (underWay > 0)
            return;
        if (counts[ClusterPhase.Failed] > 0)
            rollout.Fail(step, counts.Reason ?? "failed on a cluster", now);
        else
            rollout.FinishWork(step, counts[ClusterPhase.Parked] > 0 ? $"{counts[ClusterPhase.Parked]} clusters can't be reached: theirs is removed when they return" : step.Rollback?.WentBack(), now, options);
    }

    /// <summary>A step ends without having done what it should; what is still under way in it stops.</summary>
    public static void Fail(this RolloutDocument rollout, RolloutStep step, string reason, DateTimeOffset now)
    {
        rollout.Enter(step, StepPhase.Failed, reason, now);
        foreach (var member in step.Work == StepWork.Group ? rollout.Members(step).Where(member => !member.Finished).ToList() : [])
        {
            if (member.Phase == StepPhase.Pending)
                rollout.Enter(member, StepPhase.Skipped, $"its group {step.Name} failed", now);
            else
                rollout.Fail(member, $"its group {step.Name} failed: {reason}", now);
        }

        if (step.WorksOnClusters)
            rollout.Publish(new StopStep { Rollout = rollout.CorrelationId, Step = step.Name, Phase = ClusterPhase.Failed, Reason = "not done in time" });
    }

    /// <summary>Everything that isn't finished ends now: what had begun has failed, the rest is skipped.</summary>
    public static void Stop(this RolloutDocument rollout, string reason, DateTimeOffset now)
    {
        foreach (var step in rollout.Steps.Where(step => !step.Finished))
            rollout.Enter(step, step.Phase == StepPhase.Pending ? StepPhase.Skipped : StepPhase.Failed, reason, now);
        rollout.Publish(new StopStep { Rollout = rollout.CorrelationId, Phase = ClusterPhase.Skipped, Reason = reason });
    }

    /// <summary>It goes on from the steps that failed, and those skipped for it.</summary>
    public static void Rewind(this RolloutDocument rollout)
    {
        (rollout.Asked, rollout.EndedAt, rollout.PlanningSince) = (null, null, null);
        if (rollout.RollingBack)
        {
            // What failed is its undoing, so that is what is done again.
            rollout.Steps.FindLast(step => step.Type == RolloutStep.RollbackType)!.Reset();
            return;
        }

        rollout.Reason = null;
        // Where a cluster was taken back, everything has to come again, also what other steps had done there.
        var everything = rollout.Steps.RemoveAll(step => step.Type == RolloutStep.RollbackType) > 0;
        rollout.Turn += everything ? 1 : 0;
        foreach (var step in rollout.Steps.Where(step => step.Phase is StepPhase.Failed or StepPhase.Skipped || (everything && step.WorksOnClusters)))
        {
            step.Reset();
            step.Turn = rollout.Turn;
            step.Wave = everything ? 0 : step.Wave;
        }
    }

    /// <summary>Asks the pool again for what a step has not done yet.</summary>
    public static void SendAgain(this RolloutDocument rollout, RolloutStep step, bool everything, DateTimeOffset now, DeployOptions options)
    {
        step.NudgeAt = now + options.Watchdog;
        rollout.Publish(new RunStep
        {
            Rollout = rollout.CorrelationId,
            Step = step.Name,
            Run = step.Run,
            Turn = step.Turn,
            Wave = step.Strategy is null ? null : step.Wave,
            AtOnce = step.Strategy?.MaxConcurrent,
            Everything = everything,
        });
    }

    private static bool IsDue(this RolloutDocument rollout, RolloutStep step) =>
        step.DependsOn.TrueForAll(name => rollout.Find(name)?.Finished ?? true)
        && (step.Group is null || rollout.Find(step.Group) is not { Phase: StepPhase.Pending });

    /// <summary>Why a step whose turn it is does not run; null when it does.</summary>
    private static string? ReasonToSkip(this RolloutDocument rollout, RolloutStep step)
    {
        if (step.Group is { } name && rollout.Find(name) is { Phase: StepPhase.Skipped or StepPhase.Failed } group)
            return $"its group {group.Name} {(group.Phase == StepPhase.Skipped ? "was skipped" : "failed")}";
        if (step.If is { } condition)
            return StepConditions.Holds(condition, rollout) ? null : $"its condition does not hold: {condition}";
        return rollout.Steps.Exists(before => before.Phase == StepPhase.Failed) ? "a step before it failed" : null;
    }

    /// <summary>A group has ended when its members have. True: one has, so that others may be due now.</summary>
    private static bool EndGroups(this RolloutDocument rollout, DateTimeOffset now)
    {
        if (rollout.Steps.Find(step => step is { Work: StepWork.Group, Phase: StepPhase.Running } && rollout.Members(step).All(member => member.Finished)) is not { } group)
            return false;
        var failed = rollout.Members(group).Where(member => member.Phase == StepPhase.Failed).Select(member => member.Name).ToList();
        rollout.Enter(group, failed.Count > 0 ? StepPhase.Failed : StepPhase.Succeeded, failed.Count > 0 ? $"failed in it: {string.Join(", ", failed)}" : null, now);
        return true;
    }

    public static IEnumerable<RolloutStep> Members(this RolloutDocument rollout, RolloutStep group) => rollout.Steps.Where(step => step.Group == group.Name);

    private static void Reset(this RolloutStep step)
    {
        (step.Phase, step.Reason) = (StepPhase.Pending, null);
        (step.StartedAt, step.EndedAt, step.Deadline, step.NudgeAt, step.ResumeAt) = (null, null, null, null, null);
        (step.WavePhase, step.WaveDone, step.FailuresSeen) = (WavePhase.Working, 0, 0);
        (step.Stage, step.TaskTries, step.TaskFailures, step.TimedOut) = (TaskStage.None, 0, 0, false);
    }

    private static void Begin(this RolloutDocument rollout, RolloutStep step, DateTimeOffset now, DeployOptions options)
    {
        if (step.Rollback is { Planned: false })
            rollout.AskForRollbackPlan(step, now, options);
        else if (step.Work == StepWork.Waiting)
            rollout.Suspend(step, step.Message ?? (step.Duration is { } time ? $"goes on after {Words(time)}" : "waits for approval"), now);
        else if (step.NeedsApproval)
            rollout.Suspend(step, step.Message ?? "waits for approval", now);
        else
            rollout.BeginWork(step, null, now, options);
    }

    public static void Suspend(this RolloutDocument rollout, RolloutStep step, string why, DateTimeOffset now)
    {
        rollout.Enter(step, StepPhase.Suspending, why, now);
        step.ResumeAt = step.Duration is { } duration ? now + duration : null;
        step.Deadline = step.Timeout is { } timeout && timeout < TimeSpan.FromDays(3650) ? now + timeout : null;
        rollout.Publish(new RolloutSuspended
        {
            Namespace = rollout.Namespace,
            Application = rollout.Application,
            Rollout = rollout.CorrelationId,
            Number = rollout.Number,
            Revision = rollout.Revision,
            Step = step.Name,
            Reason = why,
            Clusters = rollout.Counts(),
        });
    }

    public static void BeginWork(this RolloutDocument rollout, RolloutStep step, string? why, DateTimeOffset now, DeployOptions options)
    {
        if (step.WorksOnClusters && step.Planned == 0)
        {
            rollout.Enter(step, StepPhase.Succeeded, step.Rollback is null ? "no cluster to go to" : "nothing to take back", now);
            return;
        }

        step.Run++;
        step.Wave = Math.Max(step.Wave, 1);
        step.ResumeAt = null;
        step.Deadline = step.DeadlineFrom(now, options);
        rollout.Enter(step, StepPhase.Running, step.AtWork(why), now);
        if (step.Work == StepWork.Task)
            rollout.AskForTask(step, TaskStage.Do, now, options);
        else if (step.Late)
            rollout.AskForTask(step, TaskStage.Plan, now, options);
        else if (step.WorksOnClusters)
            rollout.SendAgain(step, everything: false, now, options);
    }

    public static void Enter(this RolloutDocument rollout, RolloutStep step, StepPhase phase, string? reason, DateTimeOffset now)
    {
        (step.Phase, step.Reason) = (phase, reason);
        step.StartedAt ??= phase == StepPhase.Skipped ? null : now;
        if (step.Finished)
            (step.EndedAt, step.Deadline, step.NudgeAt, step.ResumeAt) = (now, null, null, null);
        rollout.Publish(new RolloutStepChanged
        {
            Namespace = rollout.Namespace,
            Application = rollout.Application,
            Rollout = rollout.CorrelationId,
            Number = rollout.Number,
            Revision = rollout.Revision,
            Step = step.Name,
            StepType = step.Type,
            Phase = phase,
            Reason = reason,
            Clusters = step.Clusters,
        });
    }

    /// <summary>
    /// Nobody waits for unreachable clusters that the application no longer goes to, and a removal waits a while only: their part stays, and is
    /// done when they return.
    /// </summary>
    private static bool MayLeaveParked(this RolloutDocument rollout, RolloutStep step, DateTimeOffset now) =>
        step.Type == RolloutStep.RemoveType && (rollout.Kind == RolloutKind.Apply || step.Deadline <= now);

    public static DateTimeOffset? NextLook(this RolloutDocument rollout) => rollout.Steps
        .Where(step => !step.Finished)
        .SelectMany(step => new[] { step.Deadline, step.NudgeAt, step.ResumeAt })
        .Min();

    private static string Words(TimeSpan time) => time.TotalMinutes < 1 ? $"{time.TotalSeconds:0.#} s" : time.TotalHours < 1 ? $"{time.TotalMinutes:0.#} min" : $"{time.TotalHours:0.#} h";
}
