using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>Furnishes new namespaces and empties those being deleted, which tell in their conditions what they still wait for.</summary>
internal sealed class NamespaceController(ControllerSet set) : Controller(set)
{
    /// <summary>Those whose deletion has just begun.</summary>
    private readonly HashSet<string> _resting = new(StringComparer.Ordinal);

    public override void Follow(Change change)
    {
        if (change.New is { Kind: { Group: "", Name: "Namespace" } } ns)
        {
            if (ns.Deleting && change.Old?.Deleting == false) LetRest(ns.Name);
            else Enqueue("", ns.Name);
        }
        else if (change.Last.Namespace.Length > 0 && change.Last.Kind.Name is var kind && (change.New is null || kind is "ServiceAccount" or "ConfigMap" && change.Old is null)
                 && (Find("v1", "Namespace", "", change.Last.Namespace) is { Deleting: true } || kind is "ServiceAccount" or "ConfigMap")) Enqueue("", change.Last.Namespace);
    }

    private void LetRest(string name)
    {
        _resting.Add(name);
        After(Cluster.Options.NamespaceGrace, () =>
        {
            _resting.Remove(name);
            Reconcile("", name);
        });
    }

    public override void Reconcile(string ns, string name)
    {
        if (_resting.Contains(name)) return;
        if (Find("v1", "Namespace", "", name) is not { } space) return;
        if (space.Deleting) Empty(space);
        else Furnish(name);
    }

    private void Furnish(string name)
    {
        if (Find("v1", "ServiceAccount", name, "default") is null) TryCreate("v1", "ServiceAccount", name, Writing.PodStrategy.DefaultAccount(name));
        if (Find("v1", "ConfigMap", name, "kube-root-ca.crt") is not null) return;
        TryCreate("v1", "ConfigMap", name, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "kube-root-ca.crt", ["annotations"] = new JsonObject { ["kubernetes.io/description"] = "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters." } },
            ["data"] = new JsonObject { ["ca.crt"] = Cluster.AuthorityPem },
        });
    }

    private void Empty(StoredObject space)
    {
        foreach (var o in Content(space.Name).Where(o => !o.Deleting)) Delete(o, grace: 0);
        var left = Content(space.Name);
        var told = Change(space, o => Tell(o, left));
        if (left.Count == 0) Change(told, o => o["spec"] = new JsonObject());
    }

    private List<StoredObject> Content(string name) => [.. Store.Resources.SelectMany(r => r.In(name)).Where(o => o.Kind.Namespaced)];

    private void Tell(JsonObject space, List<StoredObject> left)
    {
        space.SetCondition("NamespaceDeletionDiscoveryFailure", "False", "ResourcesDiscovered", "All resources successfully discovered", Now);
        space.SetCondition("NamespaceDeletionGroupVersionParsingFailure", "False", "ParsedGroupVersions", "All legacy kube types successfully parsed", Now);
        space.SetCondition("NamespaceDeletionContentFailure", "False", "ContentDeleted", "All content successfully deleted, may be waiting on finalization", Now);
        var kinds = left.GroupBy(o => o.Kind.Resource + ".").OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key} has {g.Count()} resource instances");
        if (left.Count == 0) space.SetCondition("NamespaceContentRemaining", "False", "ContentRemoved", "All content successfully removed", Now);
        else space.SetCondition("NamespaceContentRemaining", "True", "SomeResourcesRemain", $"Some resources are remaining: {string.Join(", ", kinds)}", Now);
        var finalizers = left.SelectMany(o => (o.Parse().Meta()["finalizers"] as JsonArray ?? []).Select(f => (string)f!)).GroupBy(f => f).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key} in {g.Count()} resource instances").ToList();
        if (finalizers.Count == 0) space.SetCondition("NamespaceFinalizersRemaining", "False", "ContentHasNoFinalizers", "All content-preserving finalizers finished", Now);
        else space.SetCondition("NamespaceFinalizersRemaining", "True", "SomeFinalizersRemain", $"Some content in the namespace has finalizers remaining: {string.Join(", ", finalizers)}", Now);
    }
}
