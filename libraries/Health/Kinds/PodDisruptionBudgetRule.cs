namespace Platform.Health;

internal static class PodDisruptionBudgetRule
{
    public static HealthReport Of(LiveObject o)
    {
        var conditions = o.Conditions.ToList();
        // Too few Pods to allow a disruption is what a budget is for.
        if (conditions.FirstOrDefault(c => c.IsFalse && c.Reason != "InsufficientPods") is { } bad)
            return HealthReport.Degraded(bad.Words);
        return conditions.Count > 0 ? HealthReport.Healthy() : HealthReport.Progressing("Waiting for its status");
    }
}
