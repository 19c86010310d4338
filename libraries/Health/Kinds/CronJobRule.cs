namespace Platform.Health;

internal static class CronJobRule
{
    public static HealthReport Of(LiveObject o)
    {
        if (o.Flag("spec.suspend"))
            return HealthReport.Healthy("The CronJob is suspended");
        if (!o.Has("status"))
            return HealthReport.Progressing("Waiting for the CronJob's status");
        if (o.Text("status.lastScheduleTime") is not { } scheduled)
            return HealthReport.Healthy("The CronJob has not been due yet");
        if (o.Items("status.active").Any())
            return HealthReport.Healthy("A Job of it is running");
        // RFC 3339 in UTC: the order of the texts is that of the times.
        return o.Text("status.lastSuccessfulTime") is { } succeeded && string.CompareOrdinal(succeeded, scheduled) < 0
            ? HealthReport.Degraded($"The run of {scheduled} did not succeed; the last that did ended {succeeded}")
            : HealthReport.Healthy();
    }
}
