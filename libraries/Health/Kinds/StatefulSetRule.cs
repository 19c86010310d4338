namespace Platform.Health;

internal static class StatefulSetRule
{
    public static HealthReport Of(LiveObject o)
    {
        if (o.Number("status.observedGeneration") == 0 || o.IsUnobserved)
            return HealthReport.Progressing("Waiting for the controller to see the change");
        var (wanted, ready, updated) = (o.Number("spec.replicas"), o.Number("status.readyReplicas"), o.Number("status.updatedReplicas"));
        if (ready < wanted)
            return HealthReport.Progressing($"{ready} of {wanted} replicas are ready");
        var strategy = o.Text("spec.updateStrategy.type");
        if (strategy == "RollingUpdate" && o.Has("spec.updateStrategy.rollingUpdate.partition"))
        {
            var due = wanted - o.Number("spec.updateStrategy.rollingUpdate.partition");
            return updated < due ? HealthReport.Progressing($"{updated} of {due} replicas are of the new version") : HealthReport.Healthy();
        }
        if (strategy == "OnDelete")
            return HealthReport.Healthy("Replicas are updated as they are deleted");
        return o.Text("status.updateRevision") != o.Text("status.currentRevision")
            ? HealthReport.Progressing($"{updated} of {wanted} replicas are of the new version")
            : HealthReport.Healthy();
    }
}
