using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applications;
using Platform.Storage;

namespace Platform.Deploy.Rollouts;

/// <summary>What the saga does in its states: looks at the parts, lets the workflow go on. Everything it says goes into the saga's outbox.</summary>
internal sealed class RolloutActivities(
    IDocuments<ApplicationDocument> applications, IDocuments<RolloutDocument> rollouts, PartCounter counter, DeployOptions options, TimeProvider clock)
{
    private static readonly string[] Active =
        [nameof(RolloutPhase.Pending), nameof(RolloutPhase.Planning), nameof(RolloutPhase.Running), nameof(RolloutPhase.Suspended)];

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The application has a newer rollout than this one.</summary>
    public async Task<bool> IsOutdatedAsync(RolloutDocument rollout, CancellationToken ct) =>
        await applications.GetAsync(rollout.ApplicationKey, ct) is { } application && application.RolloutNumber > rollout.Number;

    /// <summary>The last write of the submission, the application's, was done.</summary>
    public async Task<bool> IsSubmittedAsync(RolloutDocument rollout, CancellationToken ct) =>
        await applications.GetAsync(rollout.ApplicationKey, ct) is { } application && application.RolloutNumber >= rollout.Number;

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

    public void GoOn(RolloutDocument rollout) => rollout.Advance(Now, options);

    public async Task CountAsync(RolloutDocument rollout, string name, CancellationToken ct)
    {
        if (rollout.Find(name) is not { Phase: StepPhase.Running } step)
            return;
        rollout.Count(step, await counter.CountAsync(rollout.CorrelationId, name, ct), Now);
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
            else if (step.Deadline <= Now)
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
        rollout.Count(step, await counter.CountAsync(rollout.CorrelationId, step.Name, ct), Now);
        if (step.Phase != StepPhase.Running)
            return;
        if (step.Deadline <= Now)
        {
            var unfinished = await counter.UnfinishedAsync(rollout.CorrelationId, step.Name, ct);
            rollout.Fail(step, $"not done within {(step.Timeout ?? options.StepTimeout).TotalSeconds:0.#} s: {unfinished}", Now);
        }
        else if (restarted || step.NudgeAt <= Now)
        {
            rollout.SendAgain(step, restarted, Now, options);
        }
    }

    private static string Successor(RolloutDocument rollout) =>
        rollout.Kind == RolloutKind.Remove ? "the application is being deleted" : $"revision {rollout.Revision} was submitted";
}
