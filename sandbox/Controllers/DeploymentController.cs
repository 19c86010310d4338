using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>Rolls a Deployment's ReplicaSets from one template to the next, within its surge and unavailability, and tells how it goes.</summary>
internal sealed class DeploymentController(ControllerSet set) : Controller(set)
{
    private const string Revision = "deployment.kubernetes.io/revision";

    public override void Follow(Change change)
    {
        if (change.Last.Kind is { Group: "apps", Name: "Deployment" }) Enqueue(change.Last.Namespace, change.Last.Name);
        else if (change.Last.Kind is { Group: "apps", Name: "ReplicaSet" }) EnqueueOwner(change.Last, "Deployment");
    }

    public override void Reconcile(string ns, string name)
    {
        if (Find("apps/v1", "Deployment", ns, name) is not { Deleting: false } deployment) return;
        var o = deployment.Parse();
        var sets = Owned(deployment, "ReplicaSet").Where(s => !s.Deleting).ToList();
        var current = FindCurrent(sets, o);
        if ((bool?)o.Spec()["paused"] != true)
        {
            var old = sets.Where(s => s.Name != current?.Name).ToList();
            if (o.Spec()["strategy"].Text("type") == "Recreate") current = Recreate(deployment, o, current, old);
            else current = Roll(deployment, o, current, old);
            CleanUp(o, old);
        }
        if (Find("apps/v1", "Deployment", ns, name) is { } live) new DeploymentStatus(LiveSets(deployment), Live(current), Now, Cluster.Time.GetUtcNow()).Write(s => Change(live, s), wait => Enqueue(ns, name, wait));
    }

    private List<StoredObject> LiveSets(StoredObject deployment) => [.. Owned(deployment, "ReplicaSet").Where(s => !s.Deleting)];

    private StoredObject? Live(StoredObject? set) => set is null ? null : Store.Find(set.Kind, set.Namespace, set.Name);

    private static StoredObject? FindCurrent(List<StoredObject> sets, JsonObject deployment)
    {
        var wanted = Json.Hash(deployment.Spec()["template"]);
        return sets.OrderBy(s => s.ResourceVersion).FirstOrDefault(s =>
        {
            var template = (JsonObject)s.Parse().Spec()["template"]!;
            (template["metadata"]?["labels"] as JsonObject)?.Remove("pod-template-hash");
            return Json.Hash(template) == wanted;
        });
    }

    private StoredObject Roll(StoredObject deployment, JsonObject o, StoredObject? current, List<StoredObject> old)
    {
        var wanted = o.Spec().Int("replicas", 1);
        var rolling = o.Spec()["strategy"]?["rollingUpdate"] as JsonObject;
        var surge = Share(rolling?["maxSurge"], wanted, up: true);
        var unavailable = Share(rolling?["maxUnavailable"], wanted, up: false);
        if (surge == 0 && unavailable == 0) unavailable = 1;
        var oldTotal = old.Sum(Replicas);
        var total = oldTotal + (current is null ? 0 : Replicas(current));
        var room = Math.Max(0, wanted + surge - total);
        var has = current is null ? 0 : Replicas(current);
        var next = oldTotal == 0 || has > wanted ? wanted : Math.Min(wanted, has + room);
        current = current is null ? MakeCurrent(deployment, o, next, old) : Renew(ScaleTo(current, next, o), old);

        var minimum = wanted - unavailable;
        var unready = Replicas(current) - Available(current);
        var removable = old.Sum(Replicas) + Replicas(current) - minimum - unready;
        foreach (var set in old.OrderBy(s => s.ResourceVersion))
        {
            // Old Pods that never got ready may always go.
            var bad = Replicas(set) - Available(set);
            var take = Math.Min(Replicas(set), Math.Max(0, Math.Max(Math.Min(bad, removable), removable)));
            if (take <= 0) continue;
            ScaleTo(set, Replicas(set) - take, o);
            removable -= take;
        }
        return current;
    }

    private StoredObject? Recreate(StoredObject deployment, JsonObject o, StoredObject? current, List<StoredObject> old)
    {
        foreach (var set in old) ScaleTo(set, 0, o);
        if (old.Any(s => Store.OwnedBy(s.Uid).Any(p => p.Kind.Name == "Pod"))) return current;
        var wanted = o.Spec().Int("replicas", 1);
        return current is null ? MakeCurrent(deployment, o, wanted, old) : Renew(ScaleTo(current, wanted, o), old);
    }

    private StoredObject MakeCurrent(StoredObject deployment, JsonObject o, int replicas, List<StoredObject> old)
    {
        var template = (JsonObject)o.Spec()["template"]!.DeepClone();
        var hash = Json.Hash(template);
        var labels = Kinds.Defaults.Under(Kinds.Defaults.Under(template, "metadata"), "labels");
        labels["pod-template-hash"] = hash;
        var selector = (JsonObject)o.Spec()["selector"]!.DeepClone();
        Kinds.Defaults.Under(selector, "matchLabels")["pod-template-hash"] = hash;
        var revision = old.Select(RevisionOf).DefaultIfEmpty(0).Max() + 1;
        var spec = new JsonObject { ["replicas"] = replicas, ["selector"] = selector, ["template"] = template };
        if (o.Spec()["minReadySeconds"] is { } wait) spec["minReadySeconds"] = wait.DeepClone();
        var made = TryCreate("apps/v1", "ReplicaSet", deployment.Namespace, new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{deployment.Name}-{hash}",
                ["labels"] = labels.DeepClone(),
                ["ownerReferences"] = OwnedBy(deployment),
                ["annotations"] = new JsonObject { [Revision] = revision.ToString() },
            },
            ["spec"] = spec,
        });
        Mark(deployment, revision);
        return made ?? Find("apps/v1", "ReplicaSet", deployment.Namespace, $"{deployment.Name}-{hash}") ?? deployment;
    }

    /// <summary>An old template that is wanted again becomes the newest revision.</summary>
    private StoredObject Renew(StoredObject current, List<StoredObject> old)
    {
        var revision = old.Select(RevisionOf).DefaultIfEmpty(0).Max() + 1;
        if (RevisionOf(current) >= revision) return current;
        var owner = current.Parse().Meta()["ownerReferences"]![0].Text("name")!;
        if (Find("apps/v1", "Deployment", current.Namespace, owner) is { } deployment) Mark(deployment, revision);
        return Change(current, o => Kinds.Defaults.Under(o.Meta(), "annotations")[Revision] = revision.ToString());
    }

    private void Mark(StoredObject deployment, int revision)
    {
        if (Store.Find(deployment.Kind, deployment.Namespace, deployment.Name) is { } live)
            Change(live, o => Kinds.Defaults.Under(o.Meta(), "annotations")[Revision] = revision.ToString());
    }

    private StoredObject ScaleTo(StoredObject set, int replicas, JsonObject deployment)
    {
        if (Live(set) is not { } live || Replicas(live) == replicas) return set;
        return Change(live, o => o.Spec()["replicas"] = replicas);
    }

    private void CleanUp(JsonObject o, List<StoredObject> old)
    {
        var limit = o.Spec().Int("revisionHistoryLimit", 10);
        var idle = old.Select(Live).OfType<StoredObject>().Where(s => Replicas(s) == 0 && s.Parse()["status"].Int("replicas") == 0).OrderByDescending(RevisionOf).ToList();
        foreach (var set in idle.Skip(limit)) Delete(set);
    }

    private static int RevisionOf(StoredObject set) => int.TryParse((set.Parse().Meta()["annotations"]).Text(Revision), out var revision) ? revision : 0;

    private int Replicas(StoredObject set) => (Live(set) ?? set).Parse().Spec().Int("replicas");

    private int Available(StoredObject set) => (Live(set) ?? set).Parse()["status"].Int("availableReplicas");

    private static int Share(JsonNode? value, int of, bool up)
    {
        var text = value?.ToString() ?? "25%";
        if (!text.EndsWith('%')) return int.TryParse(text, out var number) ? number : 0;
        var share = of * double.Parse(text[..^1]) / 100;
        return (int)(up ? Math.Ceiling(share) : Math.Floor(share));
    }
}
