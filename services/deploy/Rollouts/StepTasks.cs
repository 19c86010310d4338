using Platform.Contracts.Deploy.V1;

namespace Platform.Deploy.Rollouts;

/// <summary>What steps do beside their work on clusters: a consumer does it, the rollout waits for what came of it, and asks again.</summary>
internal static class StepTasks
{
    private const int MostFailures = 5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>The answer is still waited for.</summary>
    public static bool Awaits(this RolloutStep step, int run, TaskStage stage) => step.Phase == StepPhase.Running && step.Run == run && step.Stage == stage;

    public static void AskForTask(this RolloutDocument rollout, RolloutStep step, TaskStage stage, DateTimeOffset now, DeployOptions options)
    {
        (step.Stage, step.NudgeAt) = (stage, now + options.Watchdog);
        rollout.Publish(new RunTask { Rollout = rollout.CorrelationId, Step = step.Name, Run = step.Run, Stage = stage });
    }

    public static void TakeTask(this RolloutDocument rollout, TaskEnded ended, DateTimeOffset now, DeployOptions options)
    {
        if (rollout.Find(ended.Step) is not { } step || !step.Awaits(ended.Run, ended.Stage))
            return;
        step.TaskFailures += ended.Outcome == TaskOutcome.Failed ? 1 : 0;
        if (ended.Outcome == TaskOutcome.Done)
            rollout.TaskDone(step, ended, now, options);
        else if (ended.Outcome == TaskOutcome.Refused || step.TaskFailures >= MostFailures)
            rollout.Fail(step, $"{ended.Reason}{(step.TaskFailures > 1 ? $" ({step.TaskFailures} tries)" : "")}", now);
        else
            (step.Reason, step.NudgeAt) = (ended.Reason, now + Pauses.Of(++step.TaskTries, FirstPause, LongestPause));
    }

    /// <summary>Its work on clusters is done: what it gives to others is read before it has succeeded.</summary>
    public static void FinishWork(this RolloutDocument rollout, RolloutStep step, string? reason, DateTimeOffset now, DeployOptions options)
    {
        if (step.Gives && step.Stage == TaskStage.None)
            rollout.AskForTask(step, TaskStage.Collect, now, options);
        else if (step.Stage == TaskStage.None)
            rollout.Enter(step, StepPhase.Succeeded, reason, now);
    }

    private static void TaskDone(this RolloutDocument rollout, RolloutStep step, TaskEnded ended, DateTimeOffset now, DeployOptions options)
    {
        (step.Stage, step.TaskTries, step.TaskFailures) = (TaskStage.None, 0, 0);
        foreach (var (name, value) in ended.Values)
            rollout.Values[name] = value;
        if (ended.Stage == TaskStage.Plan)
            rollout.SendAgain(step, everything: false, now, options);
        else
            rollout.Enter(step, StepPhase.Succeeded, ended.Reason, now);
    }
}
