using System.Text.Json.Nodes;
using Platform.Sandbox.Store;
using Platform.Sandbox.Writing;

namespace Platform.Sandbox.Controllers;

/// <summary>
/// Binds claims: to a volume that is there and fits, or to one it makes after a while, at once or when a Pod wants the claim, as the storage
/// class says. Claims in use and bound volumes are kept; released volumes go or stay by their reclaim policy.
/// </summary>
internal sealed class ClaimController(ControllerSet set) : Controller(set)
{
    private const string Component = "persistentvolume-controller";
    private const string ClaimProtection = "kubernetes.io/pvc-protection";
    private const string Provisioner = "volume.kubernetes.io/storage-provisioner";
    private const string OlderProvisioner = "volume.beta.kubernetes.io/storage-provisioner";
    private const string VolumeProtection = "kubernetes.io/pv-protection";

    public override void Start()
    {
        if (Store.Of(KindOf("storage.k8s.io/v1", "StorageClass")).Count > 0) return;
        Create("storage.k8s.io/v1", "StorageClass", "", StorageClass("standard", "WaitForFirstConsumer", isDefault: true));
        Create("storage.k8s.io/v1", "StorageClass", "", StorageClass("immediate", "Immediate", isDefault: false));
    }

    private static JsonObject StorageClass(string name, string binding, bool isDefault)
    {
        var o = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name },
            ["provisioner"] = "sandbox/volumes",
            ["reclaimPolicy"] = "Delete",
            ["volumeBindingMode"] = binding,
            ["allowVolumeExpansion"] = true,
        };
        if (isDefault) o.Annotate("storageclass.kubernetes.io/is-default-class", "true");
        return o;
    }

    public override void Follow(Change change)
    {
        var o = change.Last;
        if (o.Kind is { Group: "", Name: "PersistentVolumeClaim" })
        {
            if (change.New is null) Release(o);
            else Enqueue(o.Namespace, o.Name);
        }
        else if (o.Kind is { Group: "", Name: "Pod" } && (change.Old is null || change.New is null || o.IsFinished))
            foreach (var claim in Scheduler.Claims(o.Parse())) Enqueue(o.Namespace, claim);
        else if (o.Kind is { Group: "", Name: "PersistentVolume" } && change.New is not null) Enqueue("", o.Name);
        else if (o.Kind is { Group: "storage.k8s.io", Name: "StorageClass" } && change.Old is null) EnqueueAll("v1", "PersistentVolumeClaim", "");
    }

    public override void Reconcile(string ns, string name)
    {
        if (ns.Length == 0) ReconcileVolume(name);
        else if (Find("v1", "PersistentVolumeClaim", ns, name) is { } claim) ReconcileClaim(claim, claim.Parse());
    }

    private void ReconcileClaim(StoredObject claim, JsonObject o)
    {
        if (claim.Deleting)
        {
            if (Users(claim).Count == 0) RemoveFinalizer(claim, ClaimProtection);
            return;
        }
        if (o["status"].Text("phase") == "Bound")
        {
            if (Find("v1", "PersistentVolume", "", o.Spec().Text("volumeName") ?? "") is { } volume) Expand(claim, o, volume);
            else Lose(claim);
            return;
        }
        if (Existing(claim, o) is { } fitting) Bind(claim, o, fitting);
        else Provision(claim, o);
    }

    private void Provision(StoredObject claim, JsonObject o)
    {
        var name = o.Spec().Text("storageClassName") ?? "";
        if (name.Length == 0 || o.Spec().Text("volumeName") is { Length: > 0 })
        {
            Events.Normal(claim, "FailedBinding", "no persistent volumes available for this claim and no storage class is set", Component);
            return;
        }
        if (Find("storage.k8s.io/v1", "StorageClass", "", name) is not { } storage)
        {
            Events.Warning(claim, "ProvisioningFailed", $"storageclass.storage.k8s.io \"{name}\" not found", Component);
            return;
        }
        if (storage.Parse().Text("volumeBindingMode") == "WaitForFirstConsumer" && Users(claim).Count == 0)
        {
            if (claim.Generation == 0 && o.Annotation(Provisioner) is null) Events.Normal(claim, "WaitForFirstConsumer", "waiting for first consumer to be created before binding", Component);
            return;
        }
        if (o.Annotation(Provisioner) is not null) return;
        var provisioner = storage.Parse().Text("provisioner") ?? "";
        if (provisioner == "kubernetes.io/no-provisioner") return;
        Change(claim, c =>
        {
            c.Annotate(Provisioner, provisioner);
            c.Annotate(OlderProvisioner, provisioner);
        });
        Events.Normal(claim, "ExternalProvisioning", $"Waiting for a volume to be created either by the external provisioner '{provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.", Component);
        After(Cluster.Behaviour.Provisioning, () => Provisioned(claim));
    }


    private void Provisioned(StoredObject claim)
    {
        if (Live(claim) is not { Deleting: false } live || live.Parse() is not { } o || o["status"].Text("phase") == "Bound") return;
        var name = $"pvc-{claim.Uid}";
        var storage = Find("storage.k8s.io/v1", "StorageClass", "", o.Spec().Text("storageClassName")!)?.Parse();
        Bind(live, o, Find("v1", "PersistentVolume", "", name) ?? Create("v1", "PersistentVolume", "", Volumes.For(live, o, name, storage.Text("reclaimPolicy") ?? "Delete")));
        Events.Normal(live, "ProvisioningSucceeded", $"Successfully provisioned volume {name}", Component);
    }

    private void Bind(StoredObject claim, JsonObject o, StoredObject volume)
    {
        var bound = Change(volume, v =>
        {
            v.Spec()["claimRef"] = Volumes.Reference(claim);
            v.Status()["phase"] = "Bound";
        }).Parse();
        var named = Change(claim, c =>
        {
            c.Annotate("pv.kubernetes.io/bind-completed", "yes");
            c.Annotate("pv.kubernetes.io/bound-by-controller", "yes");
            c.Spec()["volumeName"] = volume.Name;
        });
        Change(named, c => c["status"] = new JsonObject { ["phase"] = "Bound", ["accessModes"] = bound.Spec()["accessModes"]?.DeepClone(), ["capacity"] = bound.Spec()["capacity"]?.DeepClone() });
    }

    /// <summary>A volume somebody made that is free, or kept for this claim, and has what it asks for; the smallest.</summary>
    private StoredObject? Existing(StoredObject claim, JsonObject o) => Store.Of(KindOf("v1", "PersistentVolume")).All
        .Where(v => !v.Deleting).Select(v => (Stored: v, Json: v.Parse())).Where(v => Volumes.Fits(v.Json, claim, o))
        .OrderBy(v => Volumes.Size(v.Json.Spec()["capacity"])).Select(v => v.Stored).FirstOrDefault();

    /// <summary>A claim that asks for more than it has gets it, where its class allows that.</summary>
    private void Expand(StoredObject claim, JsonObject o, StoredObject volume)
    {
        if (Volumes.Size(o.Spec()["resources"]?["requests"]) <= Volumes.Size(o["status"]?["capacity"])) return;
        if (Find("storage.k8s.io/v1", "StorageClass", "", o.Spec().Text("storageClassName") ?? "")?.Parse().Flag("allowVolumeExpansion") != true) return;
        var size = o.Spec()["resources"]!["requests"]!["storage"]!;
        Change(volume, v => Kinds.Defaults.Under(v.Spec(), "capacity")["storage"] = size.DeepClone());
        Change(claim, c => Kinds.Defaults.Under(c.Status(), "capacity")["storage"] = size.DeepClone());
    }

    private void Lose(StoredObject claim)
    {
        Change(claim, c => c.Status()["phase"] = "Lost");
        Events.Warning(claim, "ClaimLost", "Bound claim has lost its PersistentVolume. Data on the volume is lost!", Component);
    }

    private List<StoredObject> Users(StoredObject claim) =>
        [.. Store.Of(KindOf("v1", "Pod")).In(claim.Namespace).Where(p => !p.IsFinished && Scheduler.Claims(p.Parse()).Contains(claim.Name))];

    private void Release(StoredObject claim)
    {
        foreach (var volume in Store.Of(KindOf("v1", "PersistentVolume")).All.ToList())
        {
            var spec = volume.Parse().Spec();
            if (spec["claimRef"].Text("uid") != claim.Uid) continue;
            if (spec.Text("persistentVolumeReclaimPolicy") != "Delete") Change(volume, v => v.Status()["phase"] = "Released");
            else Delete(Change(volume, v => v.RemoveFinalizer(VolumeProtection)));
        }
    }

    private void ReconcileVolume(string name)
    {
        if (Find("v1", "PersistentVolume", "", name) is not { } volume) return;
        var bound = volume.Parse().Spec()["claimRef"].Text("uid") is { } uid && Store.FindByUid(uid) is not null;
        if (volume.Deleting && !bound) RemoveFinalizer(volume, VolumeProtection);
        if (volume.Deleting || volume.Parse()["status"].Text("phase") is not ("Pending" or null)) return;
        Change(volume, v => v.Status()["phase"] = "Available");
        EnqueueAll("v1", "PersistentVolumeClaim", "");
    }
}
