using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>Keeps as many Pods as a ReplicaSet asks for.</summary>
internal sealed class ReplicaSetController(ControllerSet set) : Controller(set)
{
    public override void Follow(Change change)
    {
        if (change.Last.Kind is { Group: "apps", Name: "ReplicaSet" }) Enqueue(change.Last.Namespace, change.Last.Name);
        else if (change.Last.Kind is { Group: "", Name: "Pod" }) EnqueueOwner(change.Last, "ReplicaSet");
    }

    public override void Reconcile(string ns, string name)
    {
        if (Find("apps/v1", "ReplicaSet", ns, name) is not { } set) return;
        var o = set.Parse();
        var pods = Owned(set, "Pod").Select(p => (Stored: p, Json: p.Parse())).Where(p => p.Json["status"].Text("phase") is not ("Succeeded" or "Failed")).ToList();
        var terminating = pods.Count(p => p.Stored.Deleting);
        pods.RemoveAll(p => p.Stored.Deleting);
        var wanted = o.Spec().Int("replicas", 1);
        if (!set.Deleting) Scale(set, o, pods, wanted);
        WriteStatus(set, pods, terminating, o.Spec().Int("minReadySeconds"));
    }

    private void Scale(StoredObject set, JsonObject o, List<(StoredObject Stored, JsonObject Json)> pods, int wanted)
    {
        for (var i = pods.Count; i < wanted; i++)
        {
            if (TryCreate("v1", "Pod", set.Namespace, PodFrom(set, (JsonObject)o.Spec()["template"]!)) is not { } made) break;
            pods.Add((made, made.Parse()));
        }
        if (pods.Count <= wanted) return;
        // Those that aren't ready go first, then the youngest.
        foreach (var victim in pods.OrderBy(p => p.Json.IsReady()).ThenByDescending(p => p.Stored.ResourceVersion).Take(pods.Count - wanted).ToList())
        {
            pods.Remove(victim);
            Delete(victim.Stored);
        }
    }

    private void WriteStatus(StoredObject set, List<(StoredObject Stored, JsonObject Json)> pods, int terminating, int minReadySeconds)
    {
        if (Store.Find(set.Kind, set.Namespace, set.Name) is not { } now) return;
        var ready = pods.Count(p => p.Json.IsReady());
        var available = pods.Count(p => IsAvailable(p.Json, minReadySeconds));
        Change(now, o =>
        {
            var status = o.Status();
            status["replicas"] = pods.Count;
            status.Count("fullyLabeledReplicas", pods.Count);
            status.Count("readyReplicas", ready);
            status.Count("availableReplicas", available);
            status["terminatingReplicas"] = terminating;
            status["observedGeneration"] = o.Meta()["generation"]?.DeepClone();
        });
        if (available < ready) Enqueue(set.Namespace, set.Name, TimeSpan.FromSeconds(minReadySeconds));
    }

    private bool IsAvailable(JsonObject pod, int minReadySeconds)
    {
        if (!pod.IsReady()) return false;
        if (minReadySeconds == 0) return true;
        var since = DateTimeOffset.Parse(pod.Condition("Ready").Text("lastTransitionTime")!);
        return since.AddSeconds(minReadySeconds) <= Cluster.Time.GetUtcNow();
    }
}
