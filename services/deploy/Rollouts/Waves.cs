using Platform.Contracts.Deploy.V1;
using Platform.Oam;

namespace Platform.Deploy.Rollouts;

/// <summary>
/// How a step with a strategy goes from wave to wave. A wave is done when none of its clusters is under way, and only health that was
/// seen after the apply makes a cluster done; the budget of failures counts over all waves.
/// </summary>
internal static class Waves
{
    /// <summary>Takes the clusters of all waves up to the current one, as counted.</summary>
    public static void CountWave(this RolloutDocument rollout, RolloutStep step, ClusterCounts counts, DateTimeOffset now, DeployOptions options)
    {
        var strategy = step.Strategy!;
        if (counts[ClusterPhase.Failed] > strategy.MaxFailures && strategy.OnFailure != FailureAction.Continue)
            rollout.OverBudget(step, counts, now);
        else if (counts.UnderWay > 0)
            rollout.Release(step, counts, now, options);
        else
            rollout.EndWave(step, counts, now, options);
    }

    /// <summary>The wave was looked at after its time to soak.</summary>
    public static void TakeSoaked(this RolloutStep step, int wave)
    {
        if (step.Wave == wave && step.WavePhase == WavePhase.Soaking)
            (step.WavePhase, step.ResumeAt) = (WavePhase.Soaked, null);
    }

    /// <summary>The clusters of the wave have had their time; those not done count as failed, and the budget decides.</summary>
    public static void TimeOutWave(this RolloutDocument rollout, RolloutStep step, DateTimeOffset now, DeployOptions options)
    {
        step.Deadline = now + options.Watchdog;
        rollout.Publish(new StopStep { Rollout = rollout.CorrelationId, Step = step.Name, Wave = step.Wave, Phase = ClusterPhase.Failed, Reason = "not done in time" });
    }

    /// <summary>A pause, or a time to soak, is over.</summary>
    public static void WaveGoesOn(this RolloutDocument rollout, RolloutStep step, string? why, DateTimeOffset now, DeployOptions options)
    {
        if (step.WavePhase == WavePhase.Soaking)
        {
            step.ResumeAt = now + options.Watchdog;
            rollout.Publish(new CheckSoak { Rollout = rollout.CorrelationId, Step = step.Name, Wave = step.Wave });
        }
        else if (step.WavePhase == WavePhase.Pausing)
        {
            rollout.NextWave(step, why, now, options);
        }
    }

    private static void Release(this RolloutDocument rollout, RolloutStep step, ClusterCounts counts, DateTimeOffset now, DeployOptions options)
    {
        var done = counts.Phases.Values.Sum() - counts.UnderWay;
        if (done == step.WaveDone)
            return;
        step.WaveDone = done;
        step.Deadline = step.DeadlineFrom(now, options);
        if (step.Strategy!.MaxConcurrent is not null)
            rollout.SendAgain(step, everything: false, now, options);
    }

    private static void EndWave(this RolloutDocument rollout, RolloutStep step, ClusterCounts counts, DateTimeOffset now, DeployOptions options)
    {
        var plan = step.Strategy!.Waves.ElementAtOrDefault(step.Wave - 1);
        if (step.WavePhase == WavePhase.Working && plan?.Soak is { } soak)
            step.Rest(WavePhase.Soaking, now + soak, $"{step.WaveWords()} is well and has to stay so until {now + soak:HH:mm:ss}");
        else if (step.WavePhase is WavePhase.Working or WavePhase.Soaked)
            rollout.LeaveWave(step, plan, counts, now, options);
    }

    private static void LeaveWave(this RolloutDocument rollout, RolloutStep step, WavePause? plan, ClusterCounts counts, DateTimeOffset now, DeployOptions options)
    {
        if (counts[ClusterPhase.Failed] > step.FailuresSeen && step.Strategy!.OnFailure == FailureAction.Rollback)
            rollout.AddRollback($"rollback-{step.Name}-{step.Wave}", new() { OfStep = step.Name, Wave = step.Wave, Failed = true }, "failed, within what may fail", now, options);
        step.FailuresSeen = counts[ClusterPhase.Failed];
        if (step.Wave >= step.WaveCount)
            rollout.EndStep(step, counts, now, options);
        else if (plan is { ForApproval: true })
            rollout.PauseForApproval(step, now);
        else if (plan?.Pause is { } pause)
            step.Rest(WavePhase.Pausing, now + pause, $"{step.WaveWords()} is done; the next begins at {now + pause:HH:mm:ss}");
        else
            rollout.NextWave(step, null, now, options);
    }

    private static void EndStep(this RolloutDocument rollout, RolloutStep step, ClusterCounts counts, DateTimeOffset now, DeployOptions options)
    {
        if (counts[ClusterPhase.Failed] > step.Strategy!.MaxFailures)
            rollout.Fail(step, $"{step.Strategy.TooMany(counts[ClusterPhase.Failed])}: {counts.Reason}", now);
        else
            rollout.FinishWork(step, counts.Reason is { } failures ? $"{counts[ClusterPhase.Failed]} of the {step.Strategy.MaxFailures} clusters that may fail failed: {failures}" : null, now, options);
    }

    private static void PauseForApproval(this RolloutDocument rollout, RolloutStep step, DateTimeOffset now)
    {
        step.WavePhase = WavePhase.Pausing;
        (step.Deadline, step.NudgeAt, step.ResumeAt) = (null, null, null);
        rollout.Suspend(step, $"{step.WaveWords()} is done; the next waits for approval", now);
    }

    private static void NextWave(this RolloutDocument rollout, RolloutStep step, string? why, DateTimeOffset now, DeployOptions options)
    {
        step.Wave++;
        (step.WavePhase, step.WaveDone, step.ResumeAt) = (WavePhase.Working, 0, null);
        step.Deadline = step.DeadlineFrom(now, options);
        rollout.Enter(step, StepPhase.Running, step.AtWork(why), now);
        rollout.SendAgain(step, everything: false, now, options);
    }

    /// <summary>Nothing further is begun; by policy what was done is undone.</summary>
    private static void OverBudget(this RolloutDocument rollout, RolloutStep step, ClusterCounts counts, DateTimeOffset now)
    {
        var strategy = step.Strategy!;
        var reason = $"{step.WaveWords()}: {strategy.TooMany(counts[ClusterPhase.Failed])}: {counts.Reason}";
        rollout.Fail(step, reason, now);
        if (strategy.OnFailure == FailureAction.Rollback)
        {
            rollout.RollbackWanted = strategy.Rollback switch
            {
                RollbackScope.Rollout => new(),
                RollbackScope.Wave => new() { OfStep = step.Name, Wave = step.Wave },
                _ => new() { OfStep = step.Name, Failed = true },
            };
        }
    }

    private static void Rest(this RolloutStep step, WavePhase phase, DateTimeOffset until, string reason) =>
        (step.WavePhase, step.ResumeAt, step.Deadline, step.NudgeAt, step.Reason) = (phase, until, null, null, reason);
}
