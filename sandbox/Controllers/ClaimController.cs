using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>Binds claims to volumes it makes for them, and lets claims and volumes go that nobody uses.</summary>
internal sealed class ClaimController(ControllerSet set) : Controller(set)
{
    public override void Follow(Change change)
    {
        if (change.New is { Kind: { Group: "", Name: "PersistentVolumeClaim" } } claim && (change.Old is null || claim.Deleting))
            Enqueue(claim.Namespace, claim.Name, claim.Deleting ? default : Cluster.Options.Provisioning);
        if (change is { New: null, Last.Kind: { Group: "", Name: "PersistentVolumeClaim" } }) Release(change.Last);
    }

    public override void Reconcile(string ns, string name)
    {
        if (Find("v1", "PersistentVolumeClaim", ns, name) is not { } claim) return;
        if (claim.Deleting)
        {
            Change(claim, o => RemoveFinalizer(o, "kubernetes.io/pvc-protection"));
            return;
        }
        var wanted = claim.Parse();
        if (wanted["status"].Text("phase") == "Bound") return;
        var volume = $"pvc-{claim.Uid}";
        var size = wanted.Spec()["resources"]?["requests"].Text("storage") ?? "1Gi";
        if (Find("v1", "PersistentVolume", "", volume) is null) MakeVolume(claim, wanted, volume, size);
        Change(claim, o =>
        {
            o.Spec()["volumeName"] = volume;
            o["status"] = new JsonObject { ["phase"] = "Bound", ["accessModes"] = o.Spec()["accessModes"]?.DeepClone(), ["capacity"] = new JsonObject { ["storage"] = size } };
        });
    }

    private void MakeVolume(StoredObject claim, JsonObject wanted, string name, string size)
    {
        var volume = Create("v1", "PersistentVolume", "", new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = new JsonObject
            {
                ["capacity"] = new JsonObject { ["storage"] = size },
                ["accessModes"] = wanted.Spec()["accessModes"]?.DeepClone(),
                ["persistentVolumeReclaimPolicy"] = "Delete",
                ["claimRef"] = new JsonObject { ["kind"] = "PersistentVolumeClaim", ["apiVersion"] = "v1", ["namespace"] = claim.Namespace, ["name"] = claim.Name, ["uid"] = claim.Uid },
                ["hostPath"] = new JsonObject { ["path"] = $"/sandbox/{name}" },
            },
        });
        Change(volume, o => o.Status()["phase"] = "Bound");
    }

    private void Release(StoredObject claim)
    {
        if (Find("v1", "PersistentVolume", "", $"pvc-{claim.Uid}") is not { } volume) return;
        Delete(Change(volume, o => RemoveFinalizer(o, "kubernetes.io/pv-protection")));
    }

    private static void RemoveFinalizer(JsonObject o, string finalizer)
    {
        if (o.Meta()["finalizers"] is not JsonArray list) return;
        var left = list.Where(f => (string?)f != finalizer).Select(f => f!.DeepClone()).ToArray();
        if (left.Length == 0) o.Meta().Remove("finalizers");
        else o.Meta()["finalizers"] = new JsonArray(left);
    }
}
