using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>Deletes what belongs to nobody any more; lets owners go that wait for their dependents (foreground) or leave them behind (orphan).</summary>
internal sealed class GarbageCollector(ControllerSet set) : Controller(set)
{
    /// <summary>Work is known by an owner's uid, so this stands for a namespace.</summary>
    private const string Gone = "gone";

    public override void Follow(Change change)
    {
        if (change.New is null && Store.OwnedBy(change.Last.Uid).Count > 0) Enqueue(Gone, change.Last.Uid);
        if (change.New is { Deleting: true } owner) Enqueue("", owner.Uid);
        foreach (var reference in change.Last.Owners)
        {
            if (Store.FindByUid(reference.Uid) is { } known)
            {
                if (known.Deleting && (change.New is null || change.New.Deleting)) Enqueue("", known.Uid);
            }
            else if (change.New is { Deleting: false }) Enqueue(Gone, reference.Uid);
        }
    }

    public override void Reconcile(string ns, string name)
    {
        if (ns == Gone) Collect(name);
        else if (Store.FindByUid(name) is { Deleting: true } owner) Release(owner);
    }

    private void Collect(string uid)
    {
        if (Store.FindByUid(uid) is not null) return;
        foreach (var dependent in Store.OwnedBy(uid).ToList())
        {
            if (dependent.Owners.Any(o => o.Uid != uid && Store.FindByUid(o.Uid) is not null)) Disown(dependent, uid);
            else if (!dependent.Deleting) Delete(dependent);
        }
    }

    private void Release(StoredObject owner)
    {
        var finalizers = (owner.Parse().Meta()["finalizers"] as JsonArray ?? []).Select(f => (string)f!).ToList();
        if (finalizers.Contains("orphan"))
        {
            var dependents = Store.OwnedBy(owner.Uid).ToList();
            foreach (var dependent in dependents) Disown(dependent, owner.Uid);
            // The owner's controller sees that they are gone before the owner is.
            if (dependents.Count > 0) Enqueue("", owner.Uid);
            else RemoveFinalizer(owner, "orphan");
        }
        if (!finalizers.Contains("foregroundDeletion")) return;
        foreach (var dependent in Store.OwnedBy(owner.Uid).Where(d => !d.Deleting).ToList())
            Delete(dependent, Store.OwnedBy(dependent.Uid).Any(d => d.Owners.Any(o => o.Blocks && o.Uid == dependent.Uid)) ? "Foreground" : "Background");
        if (!Store.OwnedBy(owner.Uid).Any(d => d.Owners.Any(o => o.Blocks && o.Uid == owner.Uid))) RemoveFinalizer(owner, "foregroundDeletion");
    }

    private void Disown(StoredObject dependent, string uid) => Change(dependent, o =>
    {
        var left = o.Meta().List("ownerReferences").Where(r => r.Text("uid") != uid).Select(r => r.DeepClone()).ToArray();
        if (left.Length == 0) o.Meta().Remove("ownerReferences");
        else o.Meta()["ownerReferences"] = new JsonArray(left);
    });
}
