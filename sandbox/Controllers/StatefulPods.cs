using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>The Pods of a StatefulSet and their claims.</summary>
internal static class StatefulPods
{
    public static JsonObject Make(StoredObject owner, JsonObject o, JsonNode template, int ordinal, string revision)
    {
        var name = $"{owner.Name}-{ordinal}";
        var pod = PodTemplates.Pod(owner, template, name);
        var labels = Kinds.Defaults.Under(pod.Meta(), "labels");
        labels[ControllerRevisions.Label] = revision;
        labels["statefulset.kubernetes.io/pod-name"] = name;
        labels["apps.kubernetes.io/pod-index"] = $"{ordinal}";
        pod.Spec()["hostname"] = name;
        if (o.Spec().Text("serviceName") is { } service) pod.Spec()["subdomain"] = service;
        foreach (var claim in o.Spec().List("volumeClaimTemplates")) Mount(pod.Spec(), claim["metadata"].Text("name")!, ClaimName(owner, claim, ordinal));
        return pod;
    }

    /// <summary>The claims a Pod needs; those go with the StatefulSet only where it says so.</summary>
    public static IEnumerable<(string Name, JsonObject Claim)> Claims(StoredObject owner, JsonObject o, int ordinal)
    {
        foreach (var template in o.Spec().List("volumeClaimTemplates"))
        {
            var name = ClaimName(owner, template, ordinal);
            var labels = o.Spec()["selector"]?["matchLabels"]?.DeepClone() as JsonObject ?? [];
            foreach (var (key, value) in template["metadata"]?["labels"] as JsonObject ?? []) labels[key] = value?.DeepClone();
            var meta = new JsonObject { ["name"] = name, ["labels"] = labels };
            if (template["metadata"]?["annotations"] is { } annotations) meta["annotations"] = annotations.DeepClone();
            if (o.Spec()["persistentVolumeClaimRetentionPolicy"].Text("whenDeleted") == "Delete") meta["ownerReferences"] = new JsonArray(PodTemplates.Reference(owner, controls: false));
            yield return (name, new JsonObject { ["metadata"] = meta, ["spec"] = template["spec"]?.DeepClone() });
        }
    }

    private static string ClaimName(StoredObject owner, JsonObject template, int ordinal) => $"{template["metadata"].Text("name")}-{owner.Name}-{ordinal}";

    private static void Mount(JsonObject spec, string volume, string claim)
    {
        if (spec["volumes"] is not JsonArray volumes) spec["volumes"] = volumes = [];
        foreach (var same in volumes.Where(v => v.Text("name") == volume).ToList()) volumes.Remove(same);
        volumes.Add((JsonNode)new JsonObject { ["name"] = volume, ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = claim } });
    }
}
