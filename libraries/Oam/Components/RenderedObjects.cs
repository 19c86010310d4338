using System.Text.Json.Nodes;
using Platform.Oam.Definitions;

namespace Platform.Oam.Components;

/// <summary>Objects that something else made, as a component's output.</summary>
internal static class RenderedObjects
{
    private static readonly HashSet<string> Workloads =
        ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "ReplicaSet", "ReplicationController", "Pod"];

    /// <summary>The first object that runs something is the workload, wherever it stands; the others are numbered.</summary>
    public static ComponentOutput Output(IReadOnlyList<JsonObject> objects, string resource)
    {
        var workload = objects.FirstOrDefault(IsWorkload);
        return new(workload, [.. objects.Where(item => item != workload).Select((item, i) => new NamedObject($"{resource}-{i + 1}", item))]);
    }

    /// <summary>The objects of an answer.</summary>
    public static List<JsonObject> Of(JsonNode answer) => [.. answer.AsArray().Select(item => (JsonObject)item!.DeepClone())];

    /// <summary>Objects that name no namespace get this one; where kinds have none, it is taken away again.</summary>
    public static void Place(IEnumerable<JsonObject> objects, string ns)
    {
        foreach (var item in objects)
        {
            if (item["metadata"] is not JsonObject) item["metadata"] = new JsonObject();
            item["metadata"]!["namespace"] ??= ns;
        }
    }

    private static bool IsWorkload(JsonObject item) =>
        Workloads.Contains($"{item["kind"]}") && $"{item["apiVersion"]}" is "v1" or "apps/v1" or "batch/v1" or "batch/v1beta1";
}
