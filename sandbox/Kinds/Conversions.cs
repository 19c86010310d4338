using System.Text.Json.Nodes;

namespace Platform.Sandbox.Kinds;

/// <summary>Between the version an object is stored in and the one it is asked for.</summary>
internal static class Conversions
{
    public static byte[] Outgoing(Kind kind, byte[] json)
    {
        if (kind.ApiVersion == kind.StoredVersion && kind.Custom is not { HasDefaults: true }) return json;
        var o = (JsonObject)JsonNode.Parse(json)!;
        if ((string?)o["apiVersion"] == kind.ApiVersion && kind.Custom is not { HasDefaults: true }) return json;
        return Store.StoredObject.WriteObject(Outgoing(kind, o));
    }

    public static JsonObject Outgoing(Kind kind, JsonObject o)
    {
        o["apiVersion"] = kind.ApiVersion;
        if (kind.ApiVersion == "autoscaling/v1") AutoscalerToV1(o);
        return CustomResources.Read(kind, o);
    }

    public static JsonObject Incoming(Kind kind, JsonObject o)
    {
        if (kind.ApiVersion == "autoscaling/v1") AutoscalerFromV1(o);
        return o;
    }

    private static void AutoscalerToV1(JsonObject o)
    {
        if (o["spec"] is not JsonObject spec) return;
        foreach (var metric in (spec["metrics"] as JsonArray ?? []).OfType<JsonObject>())
            if ((string?)metric["resource"]?["name"] == "cpu" && metric["resource"]?["target"]?["averageUtilization"] is { } target)
                spec["targetCPUUtilizationPercentage"] = target.DeepClone();
        spec.Remove("metrics");
        if (o["status"] is not JsonObject status) return;
        status.Remove("currentMetrics");
        status.Remove("conditions");
        if (!status.ContainsKey("currentReplicas")) status["currentReplicas"] = 0;
    }

    private static void AutoscalerFromV1(JsonObject o)
    {
        if (o["spec"] is not JsonObject spec || spec["targetCPUUtilizationPercentage"] is not { } target) return;
        spec.Remove("targetCPUUtilizationPercentage");
        spec["metrics"] = new JsonArray(new JsonObject
        {
            ["type"] = "Resource",
            ["resource"] = new JsonObject { ["name"] = "cpu", ["target"] = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = target.DeepClone() } },
        });
    }
}
