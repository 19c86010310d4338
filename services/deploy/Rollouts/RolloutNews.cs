using Platform.Contracts.Deploy.V1;

namespace Platform.Deploy.Rollouts;

/// <summary>How a rollout begins and ends, and what everyone is told of it.</summary>
internal static class RolloutNews
{
    /// <summary>Clusters per phase over all steps, as counted last.</summary>
    public static Dictionary<string, int> Counts(this RolloutDocument rollout) => rollout.Steps
        .SelectMany(step => step.Clusters)
        .GroupBy(pair => pair.Key, pair => pair.Value)
        .ToDictionary(phase => phase.Key, phase => phase.Sum());

    public static void AnnounceStart(this RolloutDocument rollout) => rollout.Publish(new RolloutStarted
    {
        Namespace = rollout.Namespace,
        Application = rollout.Application,
        Rollout = rollout.CorrelationId,
        Number = rollout.Number,
        Removes = rollout.Kind == RolloutKind.Remove,
        Revision = rollout.Revision,
        Clusters = rollout.Counts(),
    });

    public static void EndWell(this RolloutDocument rollout, DateTimeOffset now)
    {
        rollout.End(null, now);
        rollout.Publish(new RolloutSucceeded
        {
            Namespace = rollout.Namespace,
            Application = rollout.Application,
            Rollout = rollout.CorrelationId,
            Number = rollout.Number,
            Revision = rollout.Revision,
            Clusters = rollout.Counts(),
        });
        if (rollout.Kind == RolloutKind.Apply)
            rollout.Publish(new ReviewTopologies { Application = rollout.ApplicationKey, Reason = "clusters changed while the last rollout ran" });
        else
            rollout.Publish(new ForgetApplication { Namespace = rollout.Namespace, Application = rollout.Application, Rollout = rollout.CorrelationId });
    }

    public static void EndFailed(this RolloutDocument rollout, string reason, DateTimeOffset now)
    {
        rollout.End(reason, now);
        rollout.Publish(new StopStep { Rollout = rollout.CorrelationId, Phase = ClusterPhase.Skipped, Reason = "the rollout failed before" });
        rollout.Publish(new RolloutFailed
        {
            Namespace = rollout.Namespace,
            Application = rollout.Application,
            Rollout = rollout.CorrelationId,
            Number = rollout.Number,
            Revision = rollout.Revision,
            Reason = reason,
            Clusters = rollout.Counts(),
        });
    }

    public static void EndCancelled(this RolloutDocument rollout, string reason, DateTimeOffset now)
    {
        rollout.Stop(reason, now);
        rollout.End(reason, now);
        rollout.Publish(new RolloutCancelled
        {
            Namespace = rollout.Namespace,
            Application = rollout.Application,
            Rollout = rollout.CorrelationId,
            Number = rollout.Number,
            Revision = rollout.Revision,
            Reason = reason,
            Clusters = rollout.Counts(),
        });
    }

    public static void EndSuperseded(this RolloutDocument rollout, string reason, DateTimeOffset now)
    {
        rollout.Stop(reason, now);
        rollout.End(reason, now);
        rollout.Publish(new RolloutSuperseded
        {
            Namespace = rollout.Namespace,
            Application = rollout.Application,
            Rollout = rollout.CorrelationId,
            Number = rollout.Number,
            Revision = rollout.Revision,
            Reason = reason,
            Clusters = rollout.Counts(),
        });
    }

    /// <summary>Why it was rolled back stays its reason.</summary>
    public static void EndRolledBack(this RolloutDocument rollout, DateTimeOffset now)
    {
        rollout.End(rollout.Reason, now);
        rollout.Publish(new RolloutRolledBack
        {
            Namespace = rollout.Namespace,
            Application = rollout.Application,
            Rollout = rollout.CorrelationId,
            Number = rollout.Number,
            Revision = rollout.Revision,
            Reason = rollout.Reason,
            Clusters = rollout.Counts(),
        });
    }

    /// <summary>The reasons of all steps that failed.</summary>
    public static string FailureReason(this RolloutDocument rollout) =>
        string.Join("; ", rollout.Steps.Where(step => step.Phase == StepPhase.Failed).Select(step => $"step {step.Name}: {step.Reason}"));

    private static void End(this RolloutDocument rollout, string? reason, DateTimeOffset now)
    {
        rollout.EndedAt = now;
        rollout.Reason = reason;
        rollout.DueAt = null;
        rollout.Asked = null;
    }
}
