using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>The history of a StatefulSet or DaemonSet: a ControllerRevision for each template it had.</summary>
internal static class ControllerRevisions
{
    public const string Label = "controller-revision-hash";

    public static long Number(StoredObject revision) => (long?)revision.Parse()["revision"] ?? 0;

    /// <summary>The template a revision stands for.</summary>
    public static JsonNode? Template(StoredObject revision) => revision.Parse()["data"]?["spec"]?["template"];

    /// <summary>A revision for the owner's template as it is now.</summary>
    public static JsonObject Make(StoredObject owner, JsonObject o, string name, string hash, long number)
    {
        var labels = o.Spec()["selector"]?["matchLabels"]?.DeepClone() as JsonObject ?? [];
        labels["controller.kubernetes.io/hash"] = hash;
        var template = o.Spec()["template"]!.DeepClone();
        template["$patch"] = "replace";
        return new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = labels, ["ownerReferences"] = PodTemplates.OwnedBy(owner) },
            ["data"] = new JsonObject { ["spec"] = new JsonObject { ["template"] = template } },
            ["revision"] = number,
        };
    }
}
