using System.Text.Json.Nodes;
using Platform.Sandbox.Api;

namespace Platform.Sandbox.Writing;

/// <summary>Cluster addresses and node ports of Services.</summary>
internal static class ServiceStrategy
{
    public static void Allocate(Cluster cluster, JsonObject spec, JsonObject? live)
    {
        var type = (string?)spec["type"];
        if (type == "ExternalName")
        {
            foreach (var field in new[] { "clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy" }) spec.Remove(field);
            return;
        }
        foreach (var field in new[] { "clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "healthCheckNodePort" })
            if (!spec.ContainsKey(field) && live?[field] is { } kept) spec[field] = kept.DeepClone();
        Address(cluster, spec);
        if (type == "ClusterIP")
        {
            foreach (var port in Ports(spec)) port.Remove("nodePort");
            spec.Remove("externalTrafficPolicy");
            spec.Remove("allocateLoadBalancerNodePorts");
        }
        else NodePorts(cluster, spec, live);
    }

    private static void Address(Cluster cluster, JsonObject spec)
    {
        if ((string?)spec["clusterIP"] is null or "") spec["clusterIP"] = cluster.Allocations.NextServiceAddress();
        if (!spec.ContainsKey("clusterIPs")) spec["clusterIPs"] = new JsonArray((string)spec["clusterIP"]!);
        if (!spec.ContainsKey("ipFamilies")) spec["ipFamilies"] = new JsonArray("IPv4");
        if (!spec.ContainsKey("ipFamilyPolicy")) spec["ipFamilyPolicy"] = "SingleStack";
    }

    private static void NodePorts(Cluster cluster, JsonObject spec, JsonObject? live)
    {
        var before = live is null ? [] : Ports(live).ToList();
        foreach (var port in Ports(spec))
        {
            if (port["nodePort"] is not null) continue;
            var same = before.FirstOrDefault(p => JsonNode.DeepEquals(p["port"], port["port"]) && (string?)p["protocol"] == (string?)port["protocol"] && p["nodePort"] is not null);
            if (same is not null) port["nodePort"] = same["nodePort"]!.DeepClone();
        }
        foreach (var port in Ports(spec))
            if (port["nodePort"] is null) port["nodePort"] = cluster.Allocations.NextNodePort();
    }

    public static IEnumerable<JsonObject> Ports(JsonObject spec) => (spec["ports"] as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>Refuses node ports that another Service has.</summary>
    public static IEnumerable<FieldError> Check(Cluster cluster, JsonObject o)
    {
        var uid = (string?)o["metadata"]?["uid"];
        var index = 0;
        foreach (var port in Ports((JsonObject)o["spec"]!))
        {
            if ((int?)port["nodePort"] is { } number && cluster.Allocations.OwnerOfNodePort(number) is { } owner && owner != uid)
                yield return FieldError.Invalid($"spec.ports[{index}].nodePort", number, "provided port is already allocated");
            index++;
        }
    }
}
