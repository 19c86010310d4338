using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>Furnishes new namespaces and empties those being deleted.</summary>
internal sealed class NamespaceController(ControllerSet set) : Controller(set)
{
    public override void Follow(Change change)
    {
        if (change.New is { Kind: { Group: "", Name: "Namespace" } } ns) Enqueue("", ns.Name);
        else if (change.New is null && change.Last.Namespace.Length > 0 && Find("v1", "Namespace", "", change.Last.Namespace) is { Deleting: true }) Enqueue("", change.Last.Namespace);
    }

    public override void Reconcile(string ns, string name)
    {
        if (Find("v1", "Namespace", "", name) is not { } space) return;
        if (!space.Deleting)
        {
            if (Find("v1", "ServiceAccount", name, "default") is null) TryCreate("v1", "ServiceAccount", name, Writing.PodStrategy.DefaultAccount(name));
            if (Find("v1", "ConfigMap", name, "kube-root-ca.crt") is null)
                TryCreate("v1", "ConfigMap", name, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "kube-root-ca.crt" }, ["data"] = new JsonObject { ["ca.crt"] = Cluster.AuthorityPem } });
            return;
        }
        var content = Store.Resources.SelectMany(r => r.In(name)).Where(o => o.Kind.Namespaced).ToList();
        foreach (var o in content.Where(o => !o.Deleting)) Delete(o, grace: 0);
        if (Store.Resources.SelectMany(r => r.In(name)).Any(o => o.Kind.Namespaced)) return;
        Change(Find("v1", "Namespace", "", name)!, o => o["spec"] = new JsonObject());
    }
}
