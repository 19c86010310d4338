namespace Platform.Health;

internal static class JobRule
{
    public static HealthReport Of(LiveObject o)
    {
        if (o.Condition("Failed") is { IsFalse: false } failed)
            return HealthReport.Degraded($"The Job failed: {failed.Words}");
        if (o.Condition("Suspended") is { IsTrue: true } suspended)
            return HealthReport.Suspended(suspended.Words);
        if (o.Condition("Complete") is { IsFalse: false })
            return HealthReport.Healthy("The Job is complete");
        var (done, wanted) = (o.Number("status.succeeded"), Math.Max(1, o.Number("spec.completions")));
        return HealthReport.Progressing($"{done} of {wanted} completions");
    }
}
