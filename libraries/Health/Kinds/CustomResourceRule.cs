namespace Platform.Health;

/// <summary>The convention most controllers keep (kstatus), for kinds nobody wrote a rule for.</summary>
internal static class CustomResourceRule
{
    public static HealthReport Of(LiveObject o)
    {
        if (o.Has("status.observedGeneration") && o.IsUnobserved)
            return HealthReport.Progressing("Waiting for the controller to see the change");
        if (o.Condition("Stalled") is { IsTrue: true } stalled)
            return HealthReport.Degraded(stalled.Words);
        if (o.Condition("Reconciling") is { IsTrue: true } reconciling)
            return HealthReport.Progressing(reconciling.Words);
        return o.Condition("Ready") is { IsFalse: true } notReady ? HealthReport.Progressing(notReady.Words) : HealthReport.Healthy();
    }
}
