using Platform.Contracts.Deploy.V1;

namespace Platform.Deploy.Rollouts;

/// <summary>
/// Rollbacks are steps of the rollout they undo, with parts of their own: on a cluster they come after everything the rollout did there
/// before (<see cref="RolloutDocument.Turn"/>), so that late work of what is undone changes nothing.
/// </summary>
internal static class Rollbacks
{
    /// <summary>The rollout itself is undone: what had not been done yet never will be.</summary>
    public static void BeginRollback(this RolloutDocument rollout, RollbackOrder order, string why, DateTimeOffset now, DeployOptions options)
    {
        (rollout.Reason, rollout.RollbackWanted, rollout.Asked, rollout.EndedAt, rollout.RollingBack) = (why, null, null, null, true);
        // Why is said once, by the rollout: not by each of a thousand parts that had not begun.
        rollout.Stop("the rollout is rolled back", now);
        var before = rollout.Steps.Count(step => step.Type == RolloutStep.RollbackType);
        rollout.AddRollback(before == 0 ? RolloutStep.RollbackType : $"{RolloutStep.RollbackType}-{before + 1}", order, null, now, options);
        rollout.DueAt = rollout.NextLook();
    }

    public static void AddRollback(this RolloutDocument rollout, string name, RollbackOrder order, string? why, DateTimeOffset now, DeployOptions options)
    {
        if (rollout.Find(name) is not null)
            name = $"{name}-{rollout.Steps.Count}";
        var step = new RolloutStep { Name = name, Type = RolloutStep.RollbackType, Rollback = order, Turn = ++rollout.Turn };
        rollout.Steps.Add(step);
        rollout.Enter(step, StepPhase.Running, why, now);
        rollout.AskForRollbackPlan(step, now, options);
    }

    public static void AskForRollbackPlan(this RolloutDocument rollout, RolloutStep step, DateTimeOffset now, DeployOptions options)
    {
        step.NudgeAt = now + options.Watchdog;
        rollout.Publish(new PlanRollback { Rollout = rollout.CorrelationId, Step = step.Name });
    }

    /// <summary>What each cluster goes back to is stored.</summary>
    public static void TakeRollbackPlan(this RolloutDocument rollout, RollbackPlanned planned, DateTimeOffset now, DeployOptions options)
    {
        if (rollout.Find(planned.Step) is not { Phase: StepPhase.Running, Rollback: { Planned: false } order } step)
            return;
        (order.Planned, order.Revisions, step.Planned) = (true, new(planned.Revisions), planned.Clusters);
        if (planned.Failure is { } failure)
            rollout.Fail(step, failure, now);
        else
            rollout.BeginWork(step, step.Reason, now, options);
    }

    public static bool AnyRollbackFailed(this RolloutDocument rollout) =>
        rollout.Steps.FindLast(step => step.Type == RolloutStep.RollbackType) is { Phase: StepPhase.Failed };
}
