using System.Text.Json.Nodes;

namespace Platform.Sandbox.Controllers;

/// <summary>What a Job's podFailurePolicy says of Pods that failed: the first rule that matches (pkg/controller/job/pod_failure_policy.go of Kubernetes).</summary>
internal sealed class PodFailurePolicy(JsonObject spec)
{
    private readonly List<JsonObject> _rules = [.. spec["podFailurePolicy"].List("rules")];

    /// <summary>The Job fails at once because of one of the Pods.</summary>
    public JobVerdict? Verdict(IEnumerable<JsonObject> ended) =>
        ended.Select(Match).FirstOrDefault(m => m?.Action == "FailJob") is { } match ? new(false, "PodFailurePolicy", match.Why) : null;

    /// <summary>A Pod that is ignored isn't counted as a failure.</summary>
    public bool Ignores(JsonObject pod) => Match(pod)?.Action == "Ignore";

    private (string Action, string Why)? Match(JsonObject pod)
    {
        if (pod["status"].Text("phase") != "Failed") return null;
        var name = $"{pod.Meta().Text("namespace")}/{pod.Meta().Text("name")}";
        for (var i = 0; i < _rules.Count; i++)
        {
            var action = _rules[i].Text("action") ?? "";
            if (_rules[i]["onExitCodes"] is JsonObject codes && Container(pod, codes) is var (container, code))
                return (action, $"Container {container} for pod {name} failed with exit code {code} matching {action} rule at index {i}");
            if (_rules[i].List("onPodConditions").FirstOrDefault(c => pod.Condition(c.Text("type") ?? "").Text("status") == (c.Text("status") ?? "True")) is { } condition)
                return (action, $"Pod {name} has condition {condition.Text("type")} matching {action} rule at index {i}");
        }
        return null;
    }

    private static (string Name, int Code)? Container(JsonObject pod, JsonObject codes)
    {
        var values = (codes["values"] as JsonArray ?? []).Select(v => (int)v!).ToHashSet();
        foreach (var status in pod["status"].List("containerStatuses").Concat(pod["status"].List("initContainerStatuses")))
        {
            if (codes.Text("containerName") is { } only && only != status.Text("name")) continue;
            if (status["state"]?["terminated"] is JsonObject ended && ended.Int("exitCode") is not 0 and var code && values.Contains(code) == (codes.Text("operator") == "In")) return (status.Text("name")!, code);
        }
        return null;
    }
}
