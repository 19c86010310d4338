using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>Pods with names and claims of their own, one after the other; updates go from the last to the first.</summary>
internal sealed class StatefulSetController(ControllerSet set) : Controller(set)
{
    public override void Follow(Change change)
    {
        if (change.Last.Kind is { Group: "apps", Name: "StatefulSet" }) Enqueue(change.Last.Namespace, change.Last.Name);
        else if (change.Last.Kind is { Group: "", Name: "Pod" }) EnqueueOwner(change.Last, "StatefulSet");
    }

    public override void Reconcile(string ns, string name)
    {
        if (Find("apps/v1", "StatefulSet", ns, name) is not { Deleting: false } set) return;
        var o = set.Parse();
        var revision = $"{name}-{Json.Hash(o.Spec()["template"])}";
        var wanted = o.Spec().Int("replicas", 1);
        var pods = Pods(set);
        if (Step(set, o, pods, revision, wanted)) pods = Pods(set);
        WriteStatus(set, pods, revision);
    }

    private List<(int Ordinal, StoredObject Stored, JsonObject Json)> Pods(StoredObject set) =>
        [.. Owned(set, "Pod").Select(p => (int.TryParse(p.Name[(p.Name.LastIndexOf('-') + 1)..], out var n) ? n : -1, p, p.Parse())).OrderBy(p => p.Item1)];

    private static string? RevisionOf(JsonObject pod) => pod.Meta()["labels"].Text("controller-revision-hash");

    private bool Step(StoredObject set, JsonObject o, List<(int Ordinal, StoredObject Stored, JsonObject Json)> pods, string revision, int wanted)
    {
        var parallel = o.Spec().Text("podManagementPolicy") == "Parallel";
        var changed = false;
        for (var i = 0; i < wanted; i++)
        {
            var pod = pods.FirstOrDefault(p => p.Ordinal == i);
            if (pod.Stored is null)
            {
                Make(set, o, i, revision);
                changed = true;
            }
            if ((pod.Stored is null || pod.Stored.Deleting || !pod.Json.IsReady()) && !parallel && RevisionOf(pod.Json ?? []) == (pod.Json is null ? null : revision)) return changed;
        }
        foreach (var extra in pods.Where(p => p.Ordinal >= wanted && !p.Stored.Deleting).OrderByDescending(p => p.Ordinal))
        {
            Delete(extra.Stored);
            if (!parallel) return true;
        }
        if (pods.Any(p => p.Stored.Deleting) || o.Spec()["updateStrategy"].Text("type") == "OnDelete") return changed;
        var partition = o.Spec()["updateStrategy"]?["rollingUpdate"].Int("partition") ?? 0;
        var stale = pods.Where(p => p.Ordinal >= partition && p.Ordinal < wanted && RevisionOf(p.Json) != revision).OrderByDescending(p => p.Ordinal).FirstOrDefault();
        if (stale.Stored is null) return changed;
        Delete(stale.Stored);
        return true;
    }

    private void Make(StoredObject set, JsonObject o, int ordinal, string revision)
    {
        var pod = PodFrom(set, (JsonObject)o.Spec()["template"]!, $"{set.Name}-{ordinal}");
        var labels = Kinds.Defaults.Under(pod.Meta(), "labels");
        labels["controller-revision-hash"] = revision;
        labels["statefulset.kubernetes.io/pod-name"] = $"{set.Name}-{ordinal}";
        labels["apps.kubernetes.io/pod-index"] = ordinal.ToString();
        pod.Spec()["hostname"] = $"{set.Name}-{ordinal}";
        if (o.Spec().Text("serviceName") is { } service) pod.Spec()["subdomain"] = service;
        foreach (var template in (o.Spec()["volumeClaimTemplates"] as JsonArray ?? []).OfType<JsonObject>()) Claim(set, template, ordinal, pod.Spec(), labels);
        TryCreate("v1", "Pod", set.Namespace, pod);
    }

    private void Claim(StoredObject set, JsonObject template, int ordinal, JsonObject podSpec, JsonObject labels)
    {
        var volume = template["metadata"].Text("name")!;
        var name = $"{volume}-{set.Name}-{ordinal}";
        if (Find("v1", "PersistentVolumeClaim", set.Namespace, name) is null)
            TryCreate("v1", "PersistentVolumeClaim", set.Namespace, new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = template["metadata"]?["labels"]?.DeepClone() },
                ["spec"] = template["spec"]?.DeepClone(),
            });
        if (podSpec["volumes"] is not JsonArray volumes) podSpec["volumes"] = volumes = [];
        volumes.Add((JsonNode)new JsonObject { ["name"] = volume, ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = name } });
    }

    private void WriteStatus(StoredObject set, List<(int Ordinal, StoredObject Stored, JsonObject Json)> pods, string revision)
    {
        if (Store.Find(set.Kind, set.Namespace, set.Name) is not { } live) return;
        var there = pods.Where(p => !p.Stored.Deleting).ToList();
        var updated = there.Count(p => RevisionOf(p.Json) == revision);
        Change(live, o =>
        {
            var status = o.Status();
            var wanted = o.Spec().Int("replicas", 1);
            status["observedGeneration"] = o.Meta()["generation"]?.DeepClone();
            status["replicas"] = pods.Count;
            status.Count("readyReplicas", there.Count(p => p.Json.IsReady()));
            status["availableReplicas"] = there.Count(p => p.Json.IsReady());
            if (status["currentRevision"] is null || (updated == wanted && there.Count == wanted && there.All(p => p.Json.IsReady()))) status["currentRevision"] = revision;
            status["updateRevision"] = revision;
            status.Count("updatedReplicas", updated);
            status.Count("currentReplicas", there.Count(p => RevisionOf(p.Json) == status.Text("currentRevision")));
            status["collisionCount"] = 0;
        });
    }
}
