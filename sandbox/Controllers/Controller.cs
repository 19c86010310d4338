using System.Text.Json.Nodes;
using Platform.Sandbox.Api;
using Platform.Sandbox.Kinds;
using Platform.Sandbox.Store;
using Platform.Sandbox.Writing;

namespace Platform.Sandbox.Controllers;

/// <summary>Brings the world of one kind towards what its objects say. Everything runs under the cluster's gate.</summary>
/// <param name="manager">The program the controller is a part of in a real cluster: it owns the fields it writes.</param>
internal abstract class Controller(ControllerSet set, string manager = Controller.Main)
{
    private const string Main = "kube-controller-manager";


    private readonly WriteOptions _own = new() { Internal = true, Manager = manager };

    protected Cluster Cluster => set.Cluster;
    protected ClusterStore Store => set.Cluster.Store;
    protected EventRecorder Events => set.Events;
    protected string Now => set.Cluster.Now();

    public virtual void Start()
    {
    }

    public abstract void Follow(Change change);

    public abstract void Reconcile(string ns, string name);

    protected void Enqueue(string ns, string name, TimeSpan delay = default) => set.Enqueue(this, ns, name, delay);

    /// <summary>Does something under the gate, a while from now.</summary>
    protected void After(TimeSpan delay, Action work) => set.After(delay, work);

    /// <summary>Puts the object's controlling owner of a kind on the queue.</summary>
    protected void EnqueueOwner(StoredObject o, string kind)
    {
        foreach (var owner in o.Owners)
            if (owner.Controls && owner.Kind == kind) Enqueue(o.Namespace, owner.Name);
    }

    /// <summary>Puts every object of a kind in a namespace (in all, if it is empty) on the queue.</summary>
    protected void EnqueueAll(string apiVersion, string kind, string ns)
    {
        foreach (var o in Store.Of(KindOf(apiVersion, kind)).In(ns)) Enqueue(o.Namespace, o.Name);
    }

    /// <summary>The kind, at another version where the cluster is too old for this one.</summary>
    protected Kind KindOf(string apiVersion, string name)
    {
        if (Store.Kinds.FindByName(apiVersion, name) is { } kind) return kind;
        var group = apiVersion.Contains('/', StringComparison.Ordinal) ? apiVersion[..apiVersion.IndexOf('/', StringComparison.Ordinal)] : "";
        return Store.Kinds.All.First(k => k.Group == group && k.Name == name);
    }

    protected StoredObject? Find(string apiVersion, string kind, string ns, string name) => Store.Find(KindOf(apiVersion, kind), ns, name);

    /// <summary>The object as it is now; null when it is gone or is another of the same name.</summary>
    protected StoredObject? Live(StoredObject o) => Store.Find(o.Kind, o.Namespace, o.Name) is { } live && live.Uid == o.Uid ? live : null;

    protected List<StoredObject> Owned(StoredObject owner, string kind) =>
        [.. Store.OwnedBy(owner.Uid).Where(o => o.Kind.Name == kind && o.Owners.Any(r => r.Controls && r.Uid == owner.Uid))];

    protected StoredObject Create(string apiVersion, string kind, string ns, JsonObject o)
    {
        var served = KindOf(apiVersion, kind);
        o["apiVersion"] = served.ApiVersion;
        o["kind"] = kind;
        return Cluster.Writer.Create(served, ns, o, _own).Stored!;
    }

    /// <summary>Creates, unless the cluster refuses it; then tells why.</summary>
    protected StoredObject? TryCreate(string apiVersion, string kind, string ns, JsonObject o, out KubeException? refused)
    {
        refused = null;
        try
        {
            Admission.NamespaceAllows(Cluster, KindOf(apiVersion, kind), ns, "");
            return Create(apiVersion, kind, ns, o);
        }
        catch (KubeException e)
        {
            refused = e;
            return null;
        }
    }

    protected StoredObject? TryCreate(string apiVersion, string kind, string ns, JsonObject o) => TryCreate(apiVersion, kind, ns, o, out _);

    /// <summary>Writes a change if there is one.</summary>
    /// <param name="tracked">The fields it changes become the controller's, as with all but a scheduler's binding.</param>
    protected StoredObject Change(StoredObject o, Action<JsonObject> change, bool tracked = true)
    {
        var after = o.Parse();
        change(after);
        // Most looks change nothing, which the bytes tell without reading the object twice.
        if (ObjectText.OfObject(after).SequenceEqual(o.Bytes)) return o;
        var before = o.Parse();
        if (JsonNode.DeepEquals(before, after)) return o;
        var same = Strategy.SameSpec(before, after, ignoreStatus: true);
        if (Strategy.HasGeneration(o.Kind) && !same && tracked) after.Meta()["generation"] = before.Meta().Int("generation") + 1;
        // What is known last of an object is how it was before its last finalizer went.
        if (o.Deleting && Deletion.IsFinal(o.Kind, after)) return Store.Remove(o);
        if (tracked) Cluster.Writer.Own(o.Kind, before, after, manager, same && !JsonNode.DeepEquals(before["status"], after["status"]) ? "status" : "");
        return Store.Put(o.Kind, after);
    }

    protected void Delete(StoredObject o, string propagation = "Background", long? grace = null)
    {
        if (Live(o) is not null) Cluster.Deletion.Delete(o.Kind, o.Namespace, o.Name, new DeleteRequest(propagation, grace));
    }

    protected void RemoveFinalizer(StoredObject o, string finalizer)
    {
        if (Live(o) is { } live) Change(live, j => j.RemoveFinalizer(finalizer));
    }
}
