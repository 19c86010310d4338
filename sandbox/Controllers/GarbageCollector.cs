using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>Deletes what belongs to nobody any more; lets owners go that wait for their dependents (foreground) or leave them behind (orphan).</summary>
internal sealed class GarbageCollector(ControllerSet set) : Controller(set)
{
    public override void Follow(Change change)
    {
        if (change.New is null && Store.OwnedBy(change.Last.Uid).Count > 0) Enqueue("gone", change.Last.Uid);
        if (change.New is { Deleting: true } owner) Enqueue(owner.Kind.StorageKey, $"{owner.Namespace}/{owner.Name}");
        foreach (var uid in change is { New: null } ? change.Last.Owners : [])
            if (Owner(uid) is { Deleting: true } waiting) Enqueue(waiting.Kind.StorageKey, $"{waiting.Namespace}/{waiting.Name}");
    }

    public override void Reconcile(string ns, string name)
    {
        if (ns == "gone") Collect(name);
        else Release(Store.Of(ns).Find(name[..name.IndexOf('/', StringComparison.Ordinal)], name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]));
    }

    private StoredObject? Owner(string uid) => Store.Resources.SelectMany(r => r.All).FirstOrDefault(o => o.Uid == uid);

    private void Collect(string uid)
    {
        foreach (var dependent in Store.OwnedBy(uid).ToList())
        {
            if (dependent.Owners.Any(o => o != uid && Owner(o) is not null)) Disown(dependent, uid);
            else Delete(dependent);
        }
    }

    private void Release(StoredObject? owner)
    {
        if (owner is not { Deleting: true }) return;
        var finalizers = (owner.Parse().Meta()["finalizers"] as JsonArray ?? []).Select(f => (string)f!).ToList();
        if (finalizers.Contains("orphan"))
        {
            foreach (var dependent in Store.OwnedBy(owner.Uid).ToList()) Disown(dependent, owner.Uid);
            Drop(owner, "orphan");
        }
        if (!finalizers.Contains("foregroundDeletion")) return;
        foreach (var dependent in Store.OwnedBy(owner.Uid).Where(d => !d.Deleting).ToList()) Delete(dependent, Store.OwnedBy(dependent.Uid).Count > 0 ? "Foreground" : "Background");
        if (Store.OwnedBy(owner.Uid).Count == 0) Drop(owner, "foregroundDeletion");
    }

    private void Disown(StoredObject dependent, string uid) => Change(dependent, o =>
    {
        var left = (o.Meta()["ownerReferences"] as JsonArray ?? []).Where(r => r.Text("uid") != uid).Select(r => r!.DeepClone()).ToArray();
        if (left.Length == 0) o.Meta().Remove("ownerReferences");
        else o.Meta()["ownerReferences"] = new JsonArray(left);
    });

    private void Drop(StoredObject owner, string finalizer)
    {
        if (Store.Find(owner.Kind, owner.Namespace, owner.Name) is not { } live) return;
        Change(live, o =>
        {
            var left = (o.Meta()["finalizers"] as JsonArray ?? []).Where(f => (string?)f != finalizer).Select(f => f!.DeepClone()).ToArray();
            if (left.Length == 0) o.Meta().Remove("finalizers");
            else o.Meta()["finalizers"] = new JsonArray(left);
        });
    }
}
