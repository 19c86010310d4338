using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>The cloud's part: gives LoadBalancer Services an address after a while, and takes it from those that are none any more.</summary>
internal sealed class LoadBalancerController(ControllerSet set) : Controller(set, "cloud-controller-manager")
{
    private const string Component = "service-controller";

    public override void Follow(Change change)
    {
        if (change.New is not { Kind: { Group: "", Name: "Service" }, Deleting: false } service) return;
        var isBalancer = IsBalancer(service);
        if (isBalancer && (change.Old is null || !IsBalancer(change.Old))) Enqueue(service.Namespace, service.Name, Cluster.Behaviour.Provisioning);
        else if (!isBalancer && change.Old is not null && IsBalancer(change.Old)) Enqueue(service.Namespace, service.Name);
    }

    public override void Reconcile(string ns, string name)
    {
        if (Find("v1", "Service", ns, name) is not { Deleting: false } service) return;
        if (!IsBalancer(service)) Change(service, o => o.Status()["loadBalancer"] = new JsonObject());
        else if (Cluster.Behaviour.HasLoadBalancers && service.Parse()["status"]?["loadBalancer"]?["ingress"] is null)
        {
            var hash = Writing.Names.Hash(System.Text.Encoding.UTF8.GetBytes(service.Uid));
            Change(service, o => Kinds.Defaults.Under(o.Status(), "loadBalancer")["ingress"] = new JsonArray(new JsonObject { ["ip"] = $"203.0.113.{hash % 250 + 1}", ["ipMode"] = "VIP" }));
            Events.Normal(service, "EnsuredLoadBalancer", "Ensured load balancer", Component);
        }
    }

    /// <summary>A class of its own names another provider, which a sandbox doesn't have.</summary>
    private static bool IsBalancer(StoredObject service) => service.Parse().Spec() is var spec && spec.Text("type") == "LoadBalancer" && spec.Text("loadBalancerClass") is null;
}
