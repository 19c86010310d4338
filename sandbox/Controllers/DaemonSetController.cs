using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>One Pod on every node.</summary>
internal sealed class DaemonSetController(ControllerSet set) : Controller(set)
{
    public override void Follow(Change change)
    {
        if (change.Last.Kind is { Group: "apps", Name: "DaemonSet" }) Enqueue(change.Last.Namespace, change.Last.Name);
        else if (change.Last.Kind is { Group: "", Name: "Pod" }) EnqueueOwner(change.Last, "DaemonSet");
    }

    public override void Reconcile(string ns, string name)
    {
        if (Find("apps/v1", "DaemonSet", ns, name) is not { Deleting: false } set) return;
        var o = set.Parse();
        var hash = Json.Hash(o.Spec()["template"]);
        var pods = Pods(set);
        foreach (var node in Store.Of(KindOf("v1", "Node")).All.ToList())
        {
            var here = pods.Where(p => p.Json.Spec().Text("nodeName") == node.Name && !p.Stored.Deleting).ToList();
            if (here.Count == 0 && !pods.Any(p => p.Json.Spec().Text("nodeName") == node.Name)) Make(set, o, node.Name, hash);
        }
        var stale = pods.FirstOrDefault(p => p.Json.Meta()["labels"].Text("controller-revision-hash") != hash && !p.Stored.Deleting);
        var calm = pods.All(p => !p.Stored.Deleting && (p.Json.IsReady() || p.Stored == stale.Stored));
        if (stale.Stored is not null && calm && o.Spec()["updateStrategy"].Text("type") != "OnDelete") Delete(stale.Stored);
        WriteStatus(set, Pods(set), hash);
    }

    private List<(StoredObject Stored, JsonObject Json)> Pods(StoredObject set) => [.. Owned(set, "Pod").Select(p => (p, p.Parse()))];

    private void Make(StoredObject set, JsonObject o, string node, string hash)
    {
        var pod = PodFrom(set, (JsonObject)o.Spec()["template"]!);
        Kinds.Defaults.Under(pod.Meta(), "labels")["controller-revision-hash"] = hash;
        pod.Spec()["nodeName"] = node;
        if (TryCreate("v1", "Pod", set.Namespace, pod) is { } made) Change(made, p => p.SetCondition("PodScheduled", "True", "", "", Now));
    }

    private void WriteStatus(StoredObject set, List<(StoredObject Stored, JsonObject Json)> pods, string hash)
    {
        if (Store.Find(set.Kind, set.Namespace, set.Name) is not { } live) return;
        var nodes = Store.Of(KindOf("v1", "Node")).Count;
        var there = pods.Where(p => !p.Stored.Deleting).ToList();
        var ready = there.Count(p => p.Json.IsReady());
        Change(live, o =>
        {
            var status = o.Status();
            status["observedGeneration"] = o.Meta()["generation"]?.DeepClone();
            status["currentNumberScheduled"] = there.Count;
            status["desiredNumberScheduled"] = nodes;
            status["numberMisscheduled"] = 0;
            status["numberReady"] = ready;
            status.Count("numberAvailable", ready);
            status.Count("numberUnavailable", nodes - ready);
            status.Count("updatedNumberScheduled", there.Count(p => p.Json.Meta()["labels"].Text("controller-revision-hash") == hash));
        });
    }
}
