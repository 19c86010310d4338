using System.Text.Json.Nodes;

namespace Platform.Oam.Rendering;

/// <summary>Where a workload keeps its pods.</summary>
internal static class PodOf
{
    /// <summary>The pod template (<c>spec.template</c>, of a CronJob <c>spec.jobTemplate.spec.template</c>); null when it has none.</summary>
    public static JsonObject? Template(JsonObject workload) =>
        (Json.Find(workload, "spec", "template") ?? Json.Find(workload, "spec", "jobTemplate", "spec", "template")) as JsonObject;

    /// <summary>The container of that name; null when there is none.</summary>
    public static JsonObject? Container(JsonObject workload, string name) =>
        Containers(workload)?.OfType<JsonObject>().FirstOrDefault(container => (container["name"] as JsonValue)?.ToString() == name);

    /// <summary>Its containers.</summary>
    public static JsonArray? Containers(JsonObject workload) =>
        Template(workload) is { } template ? Json.Find(template, "spec", "containers") as JsonArray : null;

    /// <summary>Names of its containers.</summary>
    public static IEnumerable<string> ContainerNames(JsonObject workload) =>
        Containers(workload)?.Select(container => (container as JsonObject)?["name"]?.ToString()).OfType<string>() ?? [];

    /// <summary>JSON pointer of the pods' spec.</summary>
    public static string SpecPath(JsonObject workload) =>
        Json.Find(workload, "spec", "template") is null && Json.Find(workload, "spec", "jobTemplate") is not null
            ? "/spec/jobTemplate/spec/template/spec"
            : "/spec/template/spec";

    /// <summary>A patch of the pods' spec as a patch of the workload.</summary>
    public static JsonObject Patch(JsonObject workload, JsonObject spec)
    {
        var patch = spec;
        foreach (var name in SpecPath(workload).Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse()) patch = new() { [name] = patch };
        return patch;
    }
}
