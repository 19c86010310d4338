using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Health;

internal static class HorizontalPodAutoscalerRule
{
    /// <summary>Where autoscaling/v1, which has no conditions, keeps them.</summary>
    private const string ConditionsAnnotation = "autoscaling.alpha.kubernetes.io/conditions";

    public static HealthReport Of(LiveObject o)
    {
        var conditions = o.Conditions.ToList();
        if (conditions.Count == 0 && o.Annotation(ConditionsAnnotation) is { } annotation)
        {
            if (Read(annotation) is not { } read)
                return HealthReport.Unknown($"The annotation {ConditionsAnnotation} is unreadable");
            conditions = read;
        }
        if (conditions.FirstOrDefault(IsFailure) is { } failure)
            return HealthReport.Degraded(failure.Words);
        return conditions.FirstOrDefault(c => c is { Type: "AbleToScale" or "ScalingLimited", IsTrue: true }) is { } able
            ? HealthReport.Healthy(able.Words)
            : HealthReport.Progressing("Waiting to scale");
    }

    private static bool IsFailure(Condition c) => c.Type is "AbleToScale" or "ScalingActive"
        && (c.Reason is "FailedGetScale" or "FailedUpdateScale" or "FailedComputeMetricsReplicas" or "InvalidSelector"
            || (c.Reason.StartsWith("FailedGet", StringComparison.Ordinal) && c.Reason.EndsWith("Metric", StringComparison.Ordinal)));

    private static List<Condition>? Read(string annotation)
    {
        try
        {
            return JsonNode.Parse(annotation) is JsonArray array
                ? [.. new LiveObject(new() { ["status"] = new JsonObject { ["conditions"] = array } }).Conditions]
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
