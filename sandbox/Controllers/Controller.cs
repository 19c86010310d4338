using System.Text.Json.Nodes;
using Platform.Sandbox.Api;
using Platform.Sandbox.Kinds;
using Platform.Sandbox.Store;
using Platform.Sandbox.Writing;

namespace Platform.Sandbox.Controllers;

/// <summary>Brings the world of one kind towards what its objects say. Everything runs under the cluster's gate.</summary>
internal abstract class Controller(ControllerSet set)
{
    private static readonly WriteOptions Internal = new() { Internal = true };

    protected Cluster Cluster => set.Cluster;
    protected ClusterStore Store => set.Cluster.Store;
    protected string Now => set.Cluster.Now();

    public virtual void Start()
    {
    }

    public abstract void Follow(Change change);

    public abstract void Reconcile(string ns, string name);

    protected void Enqueue(string ns, string name, TimeSpan delay = default) => set.Enqueue(this, ns, name, delay);

    /// <summary>Puts the object's controlling owner of a kind on the queue.</summary>
    protected void EnqueueOwner(StoredObject o, string kind)
    {
        if (o.Owners.Count == 0) return;
        foreach (var owner in (o.Parse().Meta()["ownerReferences"] as JsonArray ?? []).OfType<JsonObject>())
            if ((bool?)owner["controller"] == true && owner.Text("kind") == kind) Enqueue(o.Namespace, owner.Text("name")!);
    }

    protected Kind KindOf(string apiVersion, string name) => Store.Kinds.Get(apiVersion, name);

    protected StoredObject? Find(string apiVersion, string kind, string ns, string name) => Store.Find(KindOf(apiVersion, kind), ns, name);

    protected List<StoredObject> Owned(StoredObject owner, string kind) => [.. Store.OwnedBy(owner.Uid).Where(o => o.Kind.Name == kind)];

    protected StoredObject Create(string apiVersion, string kind, string ns, JsonObject o)
    {
        o["apiVersion"] = apiVersion;
        o["kind"] = kind;
        return Cluster.Writer.Create(KindOf(apiVersion, kind), ns, o, Internal).Stored!;
    }

    /// <summary>Creates unless it is there or the namespace is going.</summary>
    protected StoredObject? TryCreate(string apiVersion, string kind, string ns, JsonObject o)
    {
        try
        {
            Admission.NamespaceAllows(Cluster, KindOf(apiVersion, kind), ns, "");
            return Create(apiVersion, kind, ns, o);
        }
        catch (KubeException e) when (e.Code is 409 or 403 or 404)
        {
            return null;
        }
    }

    /// <summary>Writes a change if there is one.</summary>
    protected StoredObject Change(StoredObject o, Action<JsonObject> change)
    {
        var before = o.Parse();
        var after = o.Parse();
        change(after);
        if (JsonNode.DeepEquals(before, after)) return o;
        if (Strategy.HasGeneration(o.Kind) && !Strategy.SameSpec(before, after, ignoreStatus: true)) after.Meta()["generation"] = before.Meta().Int("generation") + 1;
        if (o.Deleting && Deletion.IsFinal(o.Kind, after)) return Store.Remove(o, after);
        return Store.Put(o.Kind, after);
    }

    protected void Delete(StoredObject o, string propagation = "Background", long? grace = null)
    {
        if (Store.Find(o.Kind, o.Namespace, o.Name)?.Uid == o.Uid) Cluster.Deletion.Delete(o.Kind, o.Namespace, o.Name, new DeleteRequest(propagation, grace));
    }

    protected static JsonArray OwnedBy(StoredObject owner, bool block = true) => new(new JsonObject
    {
        ["apiVersion"] = owner.Kind.ApiVersion,
        ["kind"] = owner.Kind.Name,
        ["name"] = owner.Name,
        ["uid"] = owner.Uid,
        ["controller"] = true,
        ["blockOwnerDeletion"] = block,
    });

    /// <summary>A Pod made from a template, owned by the workload.</summary>
    protected static JsonObject PodFrom(StoredObject owner, JsonObject template, string? name = null)
    {
        var from = template["metadata"] as JsonObject;
        var meta = new JsonObject();
        if (name is null) meta["generateName"] = owner.Name + "-";
        else meta["name"] = name;
        if (from?["labels"] is { } labels) meta["labels"] = labels.DeepClone();
        if (from?["annotations"] is { } annotations) meta["annotations"] = annotations.DeepClone();
        meta["ownerReferences"] = OwnedBy(owner);
        return new JsonObject { ["metadata"] = meta, ["spec"] = template["spec"]!.DeepClone() };
    }
}
