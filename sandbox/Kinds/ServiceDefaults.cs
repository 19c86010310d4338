using System.Text.Json.Nodes;
using static Platform.Sandbox.Kinds.Defaults;

namespace Platform.Sandbox.Kinds;

/// <summary>Defaults of Services.</summary>
internal static class ServiceDefaults
{
    public static void Set(JsonObject spec)
    {
        Default(spec, "sessionAffinity", "None");
        Default(spec, "type", "ClusterIP");
        var type = (string?)spec["type"];
        if ((string?)spec["sessionAffinity"] == "ClientIP")
            Default(Under(Under(spec, "sessionAffinityConfig"), "clientIP"), "timeoutSeconds", 10800);
        foreach (var port in (spec["ports"] as JsonArray ?? []).OfType<JsonObject>())
        {
            Default(port, "protocol", "TCP");
            if (port["port"] is { } number && port["targetPort"] is null) port["targetPort"] = number.DeepClone();
        }
        if (type is "NodePort" or "LoadBalancer") Default(spec, "externalTrafficPolicy", "Cluster");
        if (type is not "ExternalName") Default(spec, "internalTrafficPolicy", "Cluster");
        if (type == "LoadBalancer") Default(spec, "allocateLoadBalancerNodePorts", true);
    }
}
