using System.Text.Json.Nodes;
using static Platform.Sandbox.Kinds.Defaults;

namespace Platform.Sandbox.Kinds;

/// <summary>Defaults of Pods and Pod templates.</summary>
internal static class PodDefaults
{
    public static void Template(JsonObject spec)
    {
        if (spec["template"]?["spec"] is JsonObject pod) Spec(pod);
    }

    public static void Pod(JsonObject o, JsonObject spec)
    {
        Spec(spec);
        Default(spec, "enableServiceLinks", true);
        foreach (var container in Containers(spec)) RequestsFromLimits(container);
        Default(Under(o, "status"), "phase", "Pending");
    }

    private static void Spec(JsonObject spec)
    {
        Default(spec, "restartPolicy", "Always");
        Default(spec, "terminationGracePeriodSeconds", 30);
        Default(spec, "dnsPolicy", "ClusterFirst");
        Default(spec, "securityContext", new JsonObject());
        Default(spec, "schedulerName", "default-scheduler");
        if ((string?)spec["serviceAccountName"] is { Length: > 0 } account) spec["serviceAccount"] = account;
        else if ((string?)spec["serviceAccount"] is { Length: > 0 } older) spec["serviceAccountName"] = older;
        var host = (bool?)spec["hostNetwork"] == true;
        foreach (var container in Containers(spec)) Container(container, host);
        foreach (var volume in (spec["volumes"] as JsonArray ?? []).OfType<JsonObject>()) Volume(volume);
    }

    private static IEnumerable<JsonObject> Containers(JsonObject spec) =>
        (spec["containers"] as JsonArray ?? []).Concat(spec["initContainers"] as JsonArray ?? []).Concat(spec["ephemeralContainers"] as JsonArray ?? []).OfType<JsonObject>();

    private static void Container(JsonObject c, bool host)
    {
        Default(c, "terminationMessagePath", "/dev/termination-log");
        Default(c, "terminationMessagePolicy", "File");
        Default(c, "imagePullPolicy", PullPolicy((string?)c["image"] ?? ""));
        foreach (var port in (c["ports"] as JsonArray ?? []).OfType<JsonObject>())
        {
            Default(port, "protocol", "TCP");
            if (host && port["containerPort"] is { } number) Default(port, "hostPort", number.DeepClone());
        }
        foreach (var env in (c["env"] as JsonArray ?? []).OfType<JsonObject>())
            if (env["valueFrom"]?["fieldRef"] is JsonObject reference) Default(reference, "apiVersion", "v1");
        foreach (var probe in new[] { "livenessProbe", "readinessProbe", "startupProbe" })
            if (c[probe] is JsonObject p) Probe(p);
        foreach (var hook in new[] { "postStart", "preStop" })
            if (c["lifecycle"]?[hook]?["httpGet"] is JsonObject get) HttpGet(get);
    }

    /// <summary>Always for `latest` or no tag, IfNotPresent otherwise.</summary>
    private static string PullPolicy(string image)
    {
        if (image.Contains('@', StringComparison.Ordinal)) return "IfNotPresent";
        var name = image[(image.LastIndexOf('/') + 1)..];
        var colon = name.LastIndexOf(':');
        return colon < 0 || name[(colon + 1)..] == "latest" ? "Always" : "IfNotPresent";
    }

    private static void Probe(JsonObject probe)
    {
        Default(probe, "timeoutSeconds", 1);
        Default(probe, "periodSeconds", 10);
        Default(probe, "successThreshold", 1);
        Default(probe, "failureThreshold", 3);
        if (probe["httpGet"] is JsonObject get) HttpGet(get);
        if (probe["grpc"] is JsonObject grpc) Default(grpc, "service", "");
    }

    private static void HttpGet(JsonObject get)
    {
        Default(get, "path", "/");
        Default(get, "scheme", "HTTP");
    }

    private static void Volume(JsonObject volume)
    {
        if (volume.Count == 1) volume["emptyDir"] = new JsonObject();
        foreach (var source in new[] { "configMap", "secret", "projected", "downwardAPI" })
            if (volume[source] is JsonObject s) Default(s, "defaultMode", 420);
        if (volume["hostPath"] is JsonObject path) Default(path, "type", "");
        foreach (var projection in (volume["projected"]?["sources"] as JsonArray ?? []).OfType<JsonObject>())
            if (projection["serviceAccountToken"] is JsonObject token) Default(token, "expirationSeconds", 3600);
        var downward = (volume["downwardAPI"]?["items"] as JsonArray ?? [])
            .Concat((volume["projected"]?["sources"] as JsonArray ?? []).SelectMany(s => s?["downwardAPI"]?["items"] as JsonArray ?? []));
        foreach (var item in downward)
            if (item?["fieldRef"] is JsonObject reference) Default(reference, "apiVersion", "v1");
    }

    private static void RequestsFromLimits(JsonObject container)
    {
        if (container["resources"]?["limits"] is not JsonObject limits) return;
        var requests = Under((JsonObject)container["resources"]!, "requests");
        foreach (var (name, value) in limits) Default(requests, name, value!.DeepClone());
    }
}
