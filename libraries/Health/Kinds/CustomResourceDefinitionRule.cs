namespace Platform.Health;

internal static class CustomResourceDefinitionRule
{
    public static HealthReport Of(LiveObject o)
    {
        var conditions = o.Conditions.ToList();
        foreach (var c in conditions)
        {
            if (c is { Type: "Terminating", IsTrue: true })
                return HealthReport.Progressing($"Being deleted: {c.Words}");
            if (c is { Type: "NamesAccepted", IsFalse: true })
                return HealthReport.Degraded($"Its names are not accepted: {c.Words}");
            if (c is { Type: "NonStructuralSchema", IsTrue: true })
                return HealthReport.Degraded($"Its schema is not structural: {c.Words}");
            if (c is { Type: "Established", IsTrue: false, Reason: "Installing" })
                return HealthReport.Progressing("Being installed");
        }
        if (conditions.Count == 0)
            return HealthReport.Progressing("Waiting for its conditions");
        return conditions.Any(c => c is { Type: "Established", IsTrue: true })
            ? HealthReport.Healthy()
            : HealthReport.Degraded($"Not established: {conditions.FirstOrDefault(c => c.Type == "Established")?.Words ?? "it says nothing more"}");
    }
}
