using System.Text.Json.Nodes;
using Platform.Sandbox.Store;
using Platform.Sandbox.Writing;

namespace Platform.Sandbox.Controllers;

/// <summary>Volumes and whether they fit a claim.</summary>
internal static class Volumes
{
    public static decimal Size(JsonNode? resources) => Quantity.Parse(resources?["storage"]?.ToString() ?? "0");

    public static JsonObject Reference(StoredObject claim) => new()
    {
        ["kind"] = "PersistentVolumeClaim",
        ["namespace"] = claim.Namespace,
        ["name"] = claim.Name,
        ["uid"] = claim.Uid,
        ["apiVersion"] = "v1",
    };

    public static JsonObject For(StoredObject claim, JsonObject o, string name, string reclaim) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name, ["annotations"] = new JsonObject { ["pv.kubernetes.io/provisioned-by"] = "sandbox/volumes" } },
        ["spec"] = new JsonObject
        {
            ["capacity"] = new JsonObject { ["storage"] = o.Spec()["resources"]?["requests"]?["storage"]?.DeepClone() ?? "1Gi" },
            ["accessModes"] = o.Spec()["accessModes"]?.DeepClone(),
            ["persistentVolumeReclaimPolicy"] = reclaim,
            ["storageClassName"] = o.Spec().Text("storageClassName"),
            ["volumeMode"] = o.Spec().Text("volumeMode") ?? "Filesystem",
            ["claimRef"] = Reference(claim),
            ["hostPath"] = new JsonObject { ["path"] = $"/sandbox/{name}" },
        },
    };

    public static bool Fits(JsonObject volume, StoredObject claim, JsonObject o)
    {
        var (spec, wanted) = (volume.Spec(), o.Spec());
        if (spec["claimRef"] is JsonObject kept && (kept.Text("namespace") != claim.Namespace || kept.Text("name") != claim.Name || kept.Text("uid") is { } uid && uid != claim.Uid)) return false;
        if (spec["claimRef"] is null && volume["status"].Text("phase") != "Available") return false;
        if (wanted.Text("volumeName") is { Length: > 0 } name && name != volume.Meta().Text("name")) return false;
        if ((spec.Text("storageClassName") ?? "") != (wanted.Text("storageClassName") ?? "")) return false;
        var selector = wanted["selector"] is JsonObject labels ? Selector.FromLabelSelector(labels) : Selector.Everything;
        var its = (volume.Meta()["labels"] as JsonObject ?? []).ToDictionary(l => l.Key, l => (string?)l.Value ?? "");
        var modes = (spec["accessModes"] as JsonArray ?? []).Select(m => (string?)m).ToHashSet();
        return selector.Matches(its) && (wanted["accessModes"] as JsonArray ?? []).All(m => modes.Contains((string?)m)) && Size(spec["capacity"]) >= Size(wanted["resources"]?["requests"]);
    }
}
