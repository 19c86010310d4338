using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>A controller of objects that own others they find by a selector: what belongs to them and to nobody is adopted, what no longer matches is let go.</summary>
internal abstract class WorkloadController(ControllerSet set, string apiVersion, string kind, string dependentKind = "Pod") : Controller(set)
{
    /// <summary>Dependents that no controller manages: there are few, and looking for them among all would cost every reconciliation.</summary>
    private readonly HashSet<(string Namespace, string Name)> _strays = [];

    protected string Component { get; } = kind.ToLowerInvariant() + "-controller";

    private string Group { get; } = apiVersion.Contains('/', StringComparison.Ordinal) ? apiVersion[..apiVersion.IndexOf('/', StringComparison.Ordinal)] : "";

    public override void Follow(Change change)
    {
        var o = change.Last;
        if (o.Kind.Name == kind && o.Kind.Group == Group) Enqueue(o.Namespace, o.Name);
        if (o.Kind.Name != dependentKind) return;
        EnqueueOwner(o, kind);
        if (change.New is not { Deleting: false } || o.IsControlled) _strays.Remove((o.Namespace, o.Name));
        else if (_strays.Add((o.Namespace, o.Name)) || !Selector.Same(change.Old?.Labels, o.Labels)) EnqueueAll(apiVersion, kind, o.Namespace);
        if (change.Old is not null && !ReferenceEquals(change.Old.Owners, o.Owners)) EnqueueOwner(change.Old, kind);
    }

    public override void Reconcile(string ns, string name)
    {
        if (Find(apiVersion, kind, ns, name) is { } found) Reconcile(found, found.Parse());
    }

    protected abstract void Reconcile(StoredObject owner, JsonObject o);

    /// <summary>The owner's dependents, after adopting and letting go.</summary>
    protected List<StoredObject> Claim(StoredObject owner, JsonObject o, string dependents, string version = "v1")
    {
        var selector = Selector.FromLabelSelector(o.Spec()["selector"] as JsonObject ?? []);
        var owned = new List<StoredObject>();
        foreach (var dependent in Owned(owner, dependents))
        {
            if (selector.Matches(dependent.Labels)) owned.Add(dependent);
            else Change(dependent, d => Release(d, owner.Uid));
        }
        if (owner.Deleting || selector.IsEmpty) return owned;
        foreach (var (ns, name) in _strays.Where(s => s.Namespace == owner.Namespace).ToList())
            if (Find(version, dependents, ns, name) is { Deleting: false, IsControlled: false } stray && selector.Matches(stray.Labels)) owned.Add(Change(stray, d => Adopt(d, owner)));
        return owned;
    }

    private static void Adopt(JsonObject dependent, StoredObject owner)
    {
        if (dependent.Meta()["ownerReferences"] is not JsonArray references) dependent.Meta()["ownerReferences"] = references = [];
        references.Add((JsonNode)PodTemplates.Reference(owner));
    }

    private static void Release(JsonObject dependent, string uid)
    {
        var left = dependent.Meta().List("ownerReferences").Where(r => r.Text("uid") != uid).Select(r => r.DeepClone()).ToArray();
        if (left.Length == 0) dependent.Meta().Remove("ownerReferences");
        else dependent.Meta()["ownerReferences"] = new JsonArray(left);
    }

    /// <summary>Ready for long enough.</summary>
    protected bool IsAvailable(JsonObject pod, int minReadySeconds) =>
        pod.IsTrue("Ready") && (minReadySeconds == 0 || pod.Condition("Ready").Time("lastTransitionTime") is { } since && since.AddSeconds(minReadySeconds) <= Cluster.Time.GetUtcNow());
}
