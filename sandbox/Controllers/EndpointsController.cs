using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>Tells where the Pods of a Service are: EndpointSlices, and Endpoints for those who still read them.</summary>
internal sealed class EndpointsController(ControllerSet set) : Controller(set)
{
    private const string ManagedBy = "endpointslice.kubernetes.io/managed-by";
    private const string ServiceName = "kubernetes.io/service-name";
    private const int MostInSlice = 100;

    /// <summary>The selectors of all Services, so that a Pod's change finds its Services without reading them.</summary>
    private readonly Dictionary<string, Dictionary<string, Selector>> _selectors = new(StringComparer.Ordinal);

    public override void Follow(Change change)
    {
        if (change.Last.Kind is { Group: "", Name: "Service" }) FollowService(change);
        else if (change.Last.Kind is { Group: "", Name: "Pod" } && _selectors.TryGetValue(change.Last.Namespace, out var services))
        {
            // Before it has an address a Pod is behind no Service.
            if (change.Old is not { HasAddress: true } && change.New is not { HasAddress: true }) return;
            foreach (var (name, selector) in services)
                if (selector.Matches(change.Last.Labels) || change.Old is not null && selector.Matches(change.Old.Labels)) Enqueue(change.Last.Namespace, name);
        }
    }

    private void FollowService(Change change)
    {
        var service = change.Last;
        if (change.New is null)
        {
            if (_selectors.TryGetValue(service.Namespace, out var known) && known.Remove(service.Name) && known.Count == 0) _selectors.Remove(service.Namespace);
            if (Find("v1", "Endpoints", service.Namespace, service.Name) is { } endpoints) Delete(endpoints);
            return;
        }
        if (service.Parse().Spec() is not { } spec || spec["selector"] is not JsonObject { Count: > 0 } selector || spec.Text("type") == "ExternalName") return;
        if (!_selectors.TryGetValue(service.Namespace, out var services)) _selectors[service.Namespace] = services = new(StringComparer.Ordinal);
        services[service.Name] = Selector.FromMap(selector);
        Enqueue(service.Namespace, service.Name);
    }

    public override void Reconcile(string ns, string name)
    {
        if (Find("v1", "Service", ns, name) is not { Deleting: false } service) return;
        if (!_selectors.TryGetValue(ns, out var services) || !services.TryGetValue(name, out var selector)) return;
        var o = service.Parse();
        var pods = Store.Of(KindOf("v1", "Pod")).In(ns).Where(p => !p.IsFinished && selector.Matches(p.Labels)).Select(p => new ServiceEndpoint(p, o)).Where(e => e.Address is not null).ToList();
        WriteSlices(service, o, pods);
        WriteEndpoints(service, o, [.. pods.Where(p => !p.Pod.Deleting)]);
    }

    private void WriteSlices(StoredObject service, JsonObject o, List<ServiceEndpoint> pods)
    {
        var slices = Owned(service, "EndpointSlice").OrderBy(s => s.ResourceVersion).ToList();
        var wanted = pods.GroupBy(p => p.Ports).SelectMany(g => g.Chunk(MostInSlice).Select(c => (Endpoints: c, Ports: g.Key))).ToList();
        for (var i = 0; i < Math.Max(1, wanted.Count); i++)
        {
            var endpoints = i < wanted.Count ? new JsonArray([.. wanted[i].Endpoints.Select(e => e.ForSlice())]) : null;
            var ports = i < wanted.Count ? JsonNode.Parse(wanted[i].Ports) : null;
            if (i >= slices.Count)
            {
                if (MakeSlice(service, o, endpoints, ports) is null) return;
                continue;
            }
            Change(slices[i], s =>
            {
                if (JsonNode.DeepEquals(s["endpoints"], endpoints) && JsonNode.DeepEquals(s["ports"], ports)) return;
                (s["endpoints"], s["ports"]) = (endpoints, ports);
                s.Meta()["generation"] = slices[i].Generation + 1;
            });
        }
        foreach (var empty in slices.Skip(Math.Max(1, wanted.Count))) Delete(empty);
    }

    private StoredObject? MakeSlice(StoredObject service, JsonObject o, JsonArray? endpoints, JsonNode? ports)
    {
        var labels = service.Parse().Meta()["labels"]?.DeepClone() as JsonObject ?? [];
        labels[ManagedBy] = "endpointslice-controller.k8s.io";
        labels[ServiceName] = service.Name;
        if (o.Spec().Text("clusterIP") == "None") labels["service.kubernetes.io/headless"] = "";
        return TryCreate("discovery.k8s.io/v1", "EndpointSlice", service.Namespace, new JsonObject
        {
            ["metadata"] = new JsonObject { ["generateName"] = service.Name + "-", ["labels"] = labels, ["ownerReferences"] = PodTemplates.OwnedBy(service), ["generation"] = 1 },
            ["addressType"] = "IPv4",
            ["endpoints"] = endpoints,
            ["ports"] = ports,
        });
    }

    private void WriteEndpoints(StoredObject service, JsonObject o, List<ServiceEndpoint> pods)
    {
        var endpoints = Find("v1", "Endpoints", service.Namespace, service.Name);
        var labels = service.Parse().Meta()["labels"]?.DeepClone() as JsonObject ?? [];
        labels["endpoints.kubernetes.io/managed-by"] = "endpoint-controller";
        if (o.Spec().Text("clusterIP") == "None") labels["service.kubernetes.io/headless"] = "";
        endpoints ??= TryCreate("v1", "Endpoints", service.Namespace, new JsonObject { ["metadata"] = new JsonObject { ["name"] = service.Name, ["labels"] = labels } });
        if (endpoints is null) return;
        Change(endpoints, e =>
        {
            if (pods.Count == 0) e.Remove("subsets");
            else e["subsets"] = new JsonArray([.. pods.GroupBy(p => p.Ports).Select(g => ServiceEndpoint.Subset(g, g.Key))]);
        });
    }
}
