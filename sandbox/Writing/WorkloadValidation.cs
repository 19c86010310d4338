using System.Text.Json.Nodes;
using Platform.Sandbox.Api;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Writing;

/// <summary>Validation of Deployments, ReplicaSets, StatefulSets, DaemonSets and Jobs.</summary>
internal static class WorkloadValidation
{
    public static void Deployment(JsonObject o, JsonObject? live, List<FieldError> errors)
    {
        Workload(o, live, errors);
        var strategy = o["spec"]?["strategy"];
        if ((string?)strategy?["type"] == "Recreate" && strategy["rollingUpdate"] is not null)
            errors.Insert(Math.Max(0, errors.Count(e => !e.Field.StartsWith("spec.selector", StringComparison.Ordinal))),
                FieldError.Forbidden("spec.strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'"));
    }

    public static void Workload(JsonObject o, JsonObject? live, List<FieldError> errors)
    {
        var spec = (JsonObject)o["spec"]!;
        if ((int?)spec["replicas"] is < 0) errors.Add(FieldError.Invalid("spec.replicas", spec["replicas"], "must be greater than or equal to 0"));
        var selector = spec["selector"] as JsonObject;
        if (selector is null) errors.Add(FieldError.Required("spec.selector"));
        var labels = spec["template"]?["metadata"]?["labels"] as JsonObject;
        if (selector is null || !Selector.FromLabelSelector(selector).Matches(Map(labels)))
            errors.Add(FieldError.Invalid("spec.template.metadata.labels", labels?.DeepClone(), "`selector` does not match template `labels`"));
        if (spec["template"]?["spec"] is JsonObject pod) PodValidation.Spec(pod, "spec.template.spec", errors);
        else errors.Add(FieldError.Required("spec.template.spec.containers"));
        if (live?["spec"]?["selector"] is { } before && selector is not null && !JsonNode.DeepEquals(before, selector))
            errors.Add(FieldError.Invalid("spec.selector", selector.DeepClone(), "field is immutable"));
    }

    public static void Job(JsonObject o, JsonObject? live, List<FieldError> errors)
    {
        var spec = (JsonObject)o["spec"]!;
        if (spec["template"]?["spec"] is JsonObject pod)
        {
            PodValidation.JobSpec(pod, "spec.template.spec", errors);
            if (spec["podFailurePolicy"] is not null && (string?)pod["restartPolicy"] is { } restart and not "Never")
                errors.Add(FieldError.Invalid("spec.template.spec.restartPolicy", restart, "only \"Never\" is supported when podFailurePolicy is specified"));
        }
        if (live is null) return;
        if (!JsonNode.DeepEquals(live["spec"]!["selector"], spec["selector"])) errors.Add(FieldError.Invalid("spec.selector", spec["selector"]?.DeepClone(), "field is immutable"));
        if (!JsonNode.DeepEquals(live["spec"]!["template"], spec["template"])) errors.Add(FieldError.Invalid("spec.template", spec["template"]?.DeepClone(), "field is immutable"));
        if (!JsonNode.DeepEquals(live["spec"]!["completions"], spec["completions"])) errors.Add(FieldError.Invalid("spec.completions", spec["completions"]?.DeepClone(), "field is immutable"));
    }

    public static Dictionary<string, string> Map(JsonObject? labels) =>
        (labels ?? []).ToDictionary(l => l.Key, l => (string?)l.Value ?? "", StringComparer.Ordinal);
}
