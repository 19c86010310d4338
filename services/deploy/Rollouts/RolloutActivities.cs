using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applications;
using Platform.Storage;

namespace Platform.Deploy.Rollouts;

/// <summary>What the saga does in its states: looks at the parts, lets the workflow go on. Everything it says goes into the saga's outbox.</summary>
internal sealed class RolloutActivities(
    IDocuments<ApplicationDocument> applications, IDocuments<RolloutDocument> rollouts, PartCounter counter, DeployOptions options, TimeProvider clock)
{
    /// <summary>States in which somebody works on a rollout, or may.</summary>
    public static readonly string[] Active =
        [nameof(RolloutPhase.Pending), nameof(RolloutPhase.Planning), nameof(RolloutPhase.Running), nameof(RolloutPhase.Suspended), nameof(RolloutPhase.RollingBack)];

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The application has a newer rollout than this one.</summary>
    public async Task<bool> IsOutdatedAsync(RolloutDocument rollout, CancellationToken ct) =>
        await applications.GetAsync(rollout.ApplicationKey, ct) is { } application && application.RolloutNumber > rollout.Number;

    /// <summary>The last write of the submission, the application's, was done.</summary>
    public async Task<bool> IsSubmittedAsync(RolloutDocument rollout, CancellationToken ct) =>
        await applications.GetAsync(rollout.ApplicationKey, ct) is { } application && application.RolloutNumber >= rollout.Number;

    /// <summary>An older rollout runs, and this one lets it.</summary>
    public async Task<bool> MustWaitAsync(RolloutDocument rollout, CancellationToken ct)
    {
        if (!rollout.Waits)
            return false;
        var older = Find<RolloutDocument>.All.Where(known => known.ApplicationKey, rollout.ApplicationKey).WhereIn(known => known.CurrentState, Active);
        await foreach (var known in rollouts.FindAllAsync(older, ct))
        {
            if (known.Number < rollout.Number)
            {
                (rollout.Reason, rollout.DueAt) = ($"waits for rollout {known.CorrelationId}", Now + LookAgain);
                return true;
            }
        }

        rollout.Reason = null;
        return false;
    }

    /// <summary>Older rollouts of the application that still run give way.</summary>
    public async Task SupersedeOlderAsync(RolloutDocument rollout, CancellationToken ct)
    {
        rollout.StartedAt = Now;
        var older = Find<RolloutDocument>.All.Where(known => known.ApplicationKey, rollout.ApplicationKey).WhereIn(known => known.CurrentState, Active);
        await foreach (var known in rollouts.FindAllAsync(older, ct))
        {
            if (known.Number < rollout.Number)
                rollout.Publish(new SupersedeRollout { Rollout = known.CorrelationId, Successor = rollout.CorrelationId, Reason = Successor(rollout) });
        }
    }

    /// <summary>The message that should have started it got lost.</summary>
    public void AskToStart(RolloutDocument rollout)
    {
        rollout.DueAt = Now + options.Watchdog;
        rollout.Publish(new StartRollout { Rollout = rollout.CorrelationId });
    }

    public void AskForPlan(RolloutDocument rollout)
    {
        rollout.Asked = null;
        rollout.PlanningSince ??= Now;
        rollout.DueAt = Now + options.Watchdog;
        rollout.Publish(new PlanRollout { Rollout = rollout.CorrelationId });
    }

    public void BeginRollback(RolloutDocument rollout, RollBackRollout wish) => rollout.BeginRollback(
        new() { ToRevision = wish.ToRevision, Clusters = wish.Clusters?.ToList() }, wish.Words(), Now, options);

    /// <summary>The policy wants it.</summary>
    public void BeginRollback(RolloutDocument rollout) => rollout.BeginRollback(rollout.RollbackWanted!, rollout.FailureReason(), Now, options);

    public void TakeRollbackPlan(RolloutDocument rollout, RollbackPlanned planned)
    {
        rollout.TakeRollbackPlan(planned, Now, options);
        rollout.Advance(Now, options);
    }

    public async Task TakeTaskAsync(RolloutDocument rollout, TaskEnded ended, CancellationToken ct)
    {
        rollout.TakeTask(ended, Now, options);
        if (rollout.Find(ended.Step) is { WorksOnClusters: true } step)
            await AskForDeletionsAsync(rollout, step, ct);
        rollout.Advance(Now, options);
    }

    public async Task TakeSoakedAsync(RolloutDocument rollout, WaveSoaked soaked, CancellationToken ct)
    {
        rollout.Find(soaked.Step)?.TakeSoaked(soaked.Wave);
        await CountAsync(rollout, soaked.Step, ct);
    }

    public void GoOn(RolloutDocument rollout) => rollout.Advance(Now, options);

    public async Task CountAsync(RolloutDocument rollout, string name, CancellationToken ct)
    {
        if (rollout.Find(name) is not { Phase: StepPhase.Running } step)
            return;
        await CountAsync(rollout, step, ct);
        if (step.NudgeAt is not null)
            step.NudgeAt = Now + options.Watchdog;
        rollout.Advance(Now, options);
    }

    /// <summary>Deadlines, pauses that are over, and work without news.</summary>
    public async Task CheckAsync(RolloutDocument rollout, bool restarted, CancellationToken ct)
    {
        foreach (var step in rollout.Steps.Where(step => step.Phase == StepPhase.Suspending).ToList())
        {
            if (step.ResumeAt <= Now)
                rollout.Resume(step, "its time was over", Now, options);
            else if (step.TimedOut = step.Deadline <= Now)
                rollout.Fail(step, "nobody approved in time", Now);
        }

        foreach (var step in rollout.Steps.Where(step => step.Phase == StepPhase.Running).ToList())
            await CheckAsync(rollout, step, restarted, ct);
        rollout.Advance(Now, options);
    }

    public void Resume(RolloutDocument rollout, ResumeRollout resume)
    {
        rollout.Asked = null;
        foreach (var step in rollout.Steps.Where(step => step.Phase == StepPhase.Suspending && (resume.Step is null || step.Name == resume.Step)).ToList())
            rollout.Resume(step, step.NeedsApproval || step.Duration is null ? $"approved by {resume.By}" : $"resumed by {resume.By}", Now, options);
        rollout.Advance(Now, options);
    }

    private async Task CheckAsync(RolloutDocument rollout, RolloutStep step, bool restarted, CancellationToken ct)
    {
        await CountAsync(rollout, step, ct);
        if (step.Phase != StepPhase.Running)
            return;
        if (step.Rollback is { Planned: false })
        {
            rollout.AskForRollbackPlan(step, Now, options);
        }
        else if (step.Stage != TaskStage.None || !step.WorksOnClusters)
        {
            CheckTask(rollout, step, restarted);
        }
        else if (step.ResumeAt <= Now)
        {
            rollout.WaveGoesOn(step, null, Now, options);
        }
        else if (step.Deadline <= Now && step.Type == RolloutStep.RemoveType)
        {
            // Somebody is just at it: what is left to wait for is not only what can't be reached.
            step.Deadline = Now + TimeSpan.FromSeconds(1);
        }
        else if (step.Deadline <= Now && step.Strategy is not null)
        {
            rollout.TimeOutWave(step, Now, options);
        }
        else if (step.Deadline <= Now)
        {
            var unfinished = await counter.UnfinishedAsync(rollout.CorrelationId, step.Name, ct);
            step.TimedOut = true;
            rollout.Fail(step, $"not done within {(step.Timeout ?? options.StepTimeout).TotalSeconds:0.#} s: {unfinished}", Now);
        }
        else if (restarted || step.NudgeAt <= Now)
        {
            rollout.SendAgain(step, restarted, Now, options);
        }
    }

    /// <summary>A step is done: what it did not delete without approval is asked for at the end.</summary>
    private async Task AskForDeletionsAsync(RolloutDocument rollout, RolloutStep step, CancellationToken ct)
    {
        if (step.Phase != StepPhase.Succeeded || rollout is { Kind: RolloutKind.Remove } or { RollingBack: true }
            || rollout.Find(RolloutSteps.Deletions) is not (null or { Phase: StepPhase.Pending }))
            return;
        var clusters = (await counter.CountAsync(rollout.CorrelationId, RolloutSteps.Deletions, null, ct))[ClusterPhase.Pending];
        rollout.Steps.RemoveAll(step => step.Name == RolloutSteps.Deletions);
        if (clusters > 0)
            rollout.Steps.Add(RolloutSteps.OfDeletions(rollout.Steps, clusters));
    }

    private void CheckTask(RolloutDocument rollout, RolloutStep step, bool restarted)
    {
        step.TimedOut = step.Deadline <= Now;
        if (step.TimedOut)
            rollout.Fail(step, $"not done within {(step.Timeout ?? options.StepTimeout).TotalSeconds:0.#} s: {step.Reason ?? "no answer"}", Now);
        else if (step.Stage != TaskStage.None && (restarted || step.NudgeAt <= Now))
            rollout.AskForTask(step, step.Stage, Now, options);
    }

    private async Task CountAsync(RolloutDocument rollout, RolloutStep step, CancellationToken ct)
    {
        if (!step.WorksOnClusters || step.Stage != TaskStage.None || step.Rollback is { Planned: false })
            return;
        rollout.Count(step, await counter.CountAsync(rollout.CorrelationId, step.Name, null, ct), Now, options);
        if (step.Phase == StepPhase.Running && step.Strategy is not null)
            rollout.CountWave(step, await counter.CountAsync(rollout.CorrelationId, step.Name, step.Wave, ct), Now, options);
        await AskForDeletionsAsync(rollout, step, ct);
    }

    private static string Successor(RolloutDocument rollout) =>
        rollout.Kind == RolloutKind.Remove ? "the application is being deleted" : $"revision {rollout.Revision} was submitted";
}
