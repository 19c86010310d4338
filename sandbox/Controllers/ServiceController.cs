using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>Gives LoadBalancer Services an address after a while.</summary>
internal sealed class ServiceController(ControllerSet set) : Controller(set)
{
    public override void Follow(Change change)
    {
        if (change.New is { Kind: { Group: "", Name: "Service" } } service && (change.Old is null || service.Parse().Spec().Text("type") == "LoadBalancer"))
            Enqueue(service.Namespace, service.Name, Cluster.Options.Provisioning);
    }

    public override void Reconcile(string ns, string name)
    {
        if (Find("v1", "Service", ns, name) is not { Deleting: false } service || service.Parse().Spec().Text("type") != "LoadBalancer") return;
        Change(service, o =>
        {
            var balancer = Kinds.Defaults.Under(o.Status(), "loadBalancer");
            if (balancer.ContainsKey("ingress")) return;
            var hash = Writing.Names.Hash(System.Text.Encoding.UTF8.GetBytes(service.Uid));
            balancer["ingress"] = new JsonArray(new JsonObject { ["ip"] = $"203.0.113.{hash % 250 + 1}", ["ipMode"] = "VIP" });
        });
    }
}
