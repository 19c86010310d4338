namespace Platform.Health;

internal static class DaemonSetRule
{
    public static HealthReport Of(LiveObject o)
    {
        if (o.IsUnobserved)
            return HealthReport.Progressing("Waiting for the controller to see the change");
        if (o.Text("spec.updateStrategy.type") == "OnDelete")
            return HealthReport.Healthy("Pods are updated as they are deleted");
        var (wanted, updated, available) =
            (o.Number("status.desiredNumberScheduled"), o.Number("status.updatedNumberScheduled"), o.Number("status.numberAvailable"));
        if (updated < wanted)
            return HealthReport.Progressing($"{updated} of {wanted} nodes run the new version");
        return available < wanted ? HealthReport.Progressing($"available on {available} of {wanted} nodes") : HealthReport.Healthy();
    }
}
