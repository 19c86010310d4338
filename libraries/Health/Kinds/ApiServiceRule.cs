namespace Platform.Health;

internal static class ApiServiceRule
{
    public static HealthReport Of(LiveObject o) => o.Condition("Available") switch
    {
        { IsTrue: true } => HealthReport.Healthy(),
        { } condition => HealthReport.Progressing(condition.Words),
        null => HealthReport.Progressing("Waiting to be processed"),
    };
}
