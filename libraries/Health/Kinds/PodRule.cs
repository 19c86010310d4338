using System.Text.Json.Nodes;

namespace Platform.Health;

internal static class PodRule
{
    /// <summary>Argo CD's: a Pod with another restart policy is to be judged as one that lives on.</summary>
    private const string IgnoreRestartPolicy = "argocd.argoproj.io/ignore-restart-policy";

    public static HealthReport Of(LiveObject o)
    {
        var longLived = (o.Text("spec.restartPolicy") ?? "Always") == "Always" || o.Annotation(IgnoreRestartPolicy) == "true";
        if (longLived && Waiting(o, "status.containerStatuses", IsError) is { } waiting)
            return HealthReport.Degraded(waiting);
        return o.Text("status.phase") switch
        {
            "Pending" => HealthReport.Progressing(Pending(o)),
            "Succeeded" => HealthReport.Healthy(o.Text("status.message")),
            "Failed" => HealthReport.Degraded(Failure(o)),
            "Running" when longLived => Running(o),
            "Running" => HealthReport.Progressing(o.Text("status.message") ?? "Running"),
            var other => HealthReport.Unknown(o.Text("status.message") ?? $"The Pod's phase is {other ?? "not set"}"),
        };
    }

    private static HealthReport Running(LiveObject o)
    {
        if (o.Condition("Ready") is { IsTrue: true })
            return HealthReport.Healthy(o.Text("status.message"));
        foreach (var container in o.Items("status.containerStatuses"))
            if (container["lastState"]?["terminated"] is JsonObject terminated)
                return HealthReport.Degraded($"{Name(container)} restarts, it ended with {Ending(terminated)}");
        return HealthReport.Progressing(Waiting(o, "status.containerStatuses", _ => true) ?? o.Condition("Ready")?.Words ?? "Not ready yet");
    }

    /// <summary>Why it does not start: a container, an init container, or no node.</summary>
    private static string? Pending(LiveObject o) =>
        Waiting(o, "status.containerStatuses", IsError) ?? Waiting(o, "status.initContainerStatuses", IsError)
        ?? (o.Condition("PodScheduled") is { IsFalse: true } unscheduled ? $"{unscheduled.Reason}: {unscheduled.Message}" : null)
        ?? o.Text("status.message") ?? Waiting(o, "status.initContainerStatuses", _ => true) ?? Waiting(o, "status.containerStatuses", _ => true)
        ?? "Waiting for its containers";

    private static string? Failure(LiveObject o)
    {
        if (o.Text("status.message") is { Length: > 0 } message)
            return message;
        foreach (var container in o.Items("status.initContainerStatuses").Concat(o.Items("status.containerStatuses")))
            if (container["state"]?["terminated"] is JsonObject terminated && (LiveObject.AsNumber(terminated["exitCode"]) != 0 || terminated["message"] is not null))
                return $"{Name(container)} ended with {Ending(terminated)}";
        return o.Text("status.reason") ?? "The Pod failed";
    }

    private static string? Waiting(LiveObject o, string list, Func<string, bool> counts)
    {
        var words = new List<string>();
        foreach (var container in o.Items(list))
            if (container["state"]?["waiting"] is JsonObject waiting && LiveObject.AsText(waiting["reason"]) is { } reason && counts(reason))
                words.Add(LiveObject.AsText(waiting["message"]) is { Length: > 0 } message ? $"{Name(container)}: {reason}: {message}" : $"{Name(container)}: {reason}");
        return words.Count == 0 ? null : string.Join("; ", words);
    }

    private static bool IsError(string reason) =>
        reason.StartsWith("Err", StringComparison.Ordinal) || reason.EndsWith("Error", StringComparison.Ordinal)
        || reason.EndsWith("BackOff", StringComparison.Ordinal);

    private static string Name(JsonObject container) => $"container {LiveObject.AsText(container["name"])}";

    private static string Ending(JsonObject terminated)
    {
        var (code, reason, message) =
            (LiveObject.AsNumber(terminated["exitCode"]), LiveObject.AsText(terminated["reason"]), LiveObject.AsText(terminated["message"]));
        return $"exit code {code}" + (string.IsNullOrEmpty(reason) ? "" : $" ({reason})") + (string.IsNullOrEmpty(message) ? "" : $": {message}");
    }
}
