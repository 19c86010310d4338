using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>Gives Ingresses an address after a while.</summary>
internal sealed class IngressController(ControllerSet set) : Controller(set, "ingress-controller")
{
    public override void Follow(Change change)
    {
        if (change is { Old: null, New: { Kind: { Group: "networking.k8s.io", Name: "Ingress" } } ingress }) Enqueue(ingress.Namespace, ingress.Name, Cluster.Behaviour.Provisioning);
    }

    public override void Reconcile(string ns, string name)
    {
        if (!Cluster.Behaviour.HasLoadBalancers || Find("networking.k8s.io/v1", "Ingress", ns, name) is not { Deleting: false } ingress) return;
        Change(ingress, o =>
        {
            var balancer = Kinds.Defaults.Under(o.Status(), "loadBalancer");
            if (!balancer.ContainsKey("ingress")) balancer["ingress"] = new JsonArray(new JsonObject { ["ip"] = "203.0.113.250" });
        });
    }
}
