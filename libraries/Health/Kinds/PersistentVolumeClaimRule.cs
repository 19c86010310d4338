namespace Platform.Health;

internal static class PersistentVolumeClaimRule
{
    public static HealthReport Of(LiveObject o) => o.Text("status.phase") switch
    {
        "Bound" => HealthReport.Healthy(),
        "Pending" => HealthReport.Progressing("Waiting for a volume"),
        "Lost" => HealthReport.Degraded("Its volume is lost"),
        var other => HealthReport.Unknown($"Its phase is {other ?? "not set"}"),
    };
}
