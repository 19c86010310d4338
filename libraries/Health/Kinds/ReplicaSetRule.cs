namespace Platform.Health;

internal static class ReplicaSetRule
{
    public static HealthReport Of(LiveObject o)
    {
        if (o.IsUnobserved)
            return HealthReport.Progressing("Waiting for the controller to see the change");
        if (o.Condition("ReplicaFailure") is { IsTrue: true } failure)
            return HealthReport.Degraded(failure.Words);
        var (wanted, available) = (o.Number("spec.replicas"), o.Number("status.availableReplicas"));
        return available < wanted ? HealthReport.Progressing($"{available} of {wanted} replicas are available") : HealthReport.Healthy();
    }
}
