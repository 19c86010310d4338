namespace Platform.Health;

internal static class DeploymentRule
{
    public static HealthReport Of(LiveObject o)
    {
        if (o.Flag("spec.paused"))
            return HealthReport.Suspended("The Deployment is paused");
        if (o.IsUnobserved)
            return HealthReport.Progressing("Waiting for the controller to see the change");
        if (o.Conditions.FirstOrDefault(c => c is { Type: "Progressing", Reason: "ProgressDeadlineExceeded" }) is { } stuck)
            return HealthReport.Degraded($"No progress within its deadline: {stuck.Words}");
        var (wanted, all, updated, available) =
            (o.Number("spec.replicas"), o.Number("status.replicas"), o.Number("status.updatedReplicas"), o.Number("status.availableReplicas"));
        if (updated < wanted)
            return HealthReport.Progressing($"{updated} of {wanted} replicas are of the new version");
        if (all > updated)
            return HealthReport.Progressing($"{all - updated} replicas of an older version are still to go");
        if (available < updated)
            return HealthReport.Progressing($"{available} of {updated} replicas are available");
        return HealthReport.Healthy();
    }
}
