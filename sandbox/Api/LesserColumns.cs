using System.Text.Json.Nodes;
using Platform.Sandbox.Controllers;
using Platform.Sandbox.Kinds;

namespace Platform.Sandbox.Api;

/// <summary>The columns of the kinds that are not workloads, Services or configuration (pkg/printers/internalversion of Kubernetes).</summary>
internal static class LesserColumns
{
    private const string None = "<none>";

    /// <summary>What stands between the name and the age, and after it; null for kinds that have just these two.</summary>
    public static (TableColumn[] Before, TableColumn[] After)? Of(Kind kind) => (kind.Group, kind.Name) switch
    {
        ("", "Node") => ([Text("Status", NodeStatus), Text("Roles", Roles)],
            [Text("Version", o => Info(o, "kubeletVersion")), Wide("Internal-IP", o => Address(o, "InternalIP")), Wide("External-IP", o => Address(o, "ExternalIP")), Wide("OS-Image", o => Info(o, "osImage")), Wide("Kernel-Version", o => Info(o, "kernelVersion")), Wide("Container-Runtime", o => Info(o, "containerRuntimeVersion"))]),
        ("", "PersistentVolume") => ([Text("Capacity", o => o.Spec()["capacity"].Text("storage")), Text("Access Modes", o => Modes(o.Spec())), Text("Reclaim Policy", o => o.Spec().Text("persistentVolumeReclaimPolicy")), Text("Status", Phase), Text("Claim", o => o.Spec()["claimRef"] is { } c ? $"{c.Text("namespace")}/{c.Text("name")}" : ""), Text("StorageClass", o => o.Spec().Text("storageClassName") ?? ""), Text("VolumeAttributesClass", o => o.Spec().Text("volumeAttributesClassName") ?? "<unset>"), Text("Reason", o => o["status"].Text("reason") ?? "")],
            [Wide("VolumeMode", o => o.Spec().Text("volumeMode"))]),
        ("", "PersistentVolumeClaim") => ([Text("Status", Phase), Text("Volume", o => o.Spec().Text("volumeName") ?? ""), Text("Capacity", o => o["status"]?["capacity"].Text("storage") ?? ""), Text("Access Modes", o => Modes(o["status"])), Text("StorageClass", o => o.Spec().Text("storageClassName") ?? ""), Text("VolumeAttributesClass", o => o.Spec().Text("volumeAttributesClassName") ?? "<unset>")],
            [Wide("VolumeMode", o => o.Spec().Text("volumeMode"))]),
        ("", "ServiceAccount") => ([Text("Secrets", o => $"{o.List("secrets").Count()}")], []),
        ("", "Endpoints") => ([Text("Endpoints", o => Joined(o.List("subsets").SelectMany(s => s.List("addresses").SelectMany(a => s.List("ports").Select(p => $"{a.Text("ip")}:{p["port"]}")))))], []),
        ("discovery.k8s.io", "EndpointSlice") => ([Text("AddressType", o => o.Text("addressType")), Text("Ports", o => Joined(o.List("ports").Select(p => $"{p["port"]}"), "<unset>")), Text("Endpoints", o => Joined(o.List("endpoints").SelectMany(e => (e["addresses"] as JsonArray ?? []).Select(a => $"{a}")), "<unset>"))], []),
        ("", "ResourceQuota") => ([Text("Request", o => Quota(o, limits: false)), Text("Limit", o => Quota(o, limits: true))], []),
        ("batch", "CronJob") => ([Text("Schedule", o => o.Spec().Text("schedule")), Text("Timezone", o => o.Spec().Text("timeZone") ?? None), Text("Suspend", o => o.Spec().Flag("suspend") ? "True" : "False"), Whole("Active", o => o["status"].List("active").Count()), new("Last Schedule", "string", (o, now) => o["status"]?["lastScheduleTime"] is { } t ? Tables.Age(t, now) : None)],
            [Wide("Containers", o => Containers(o, "name")), Wide("Images", o => Containers(o, "image")), Wide("Selector", _ => None)]),
        ("autoscaling", _) => ([Text("Reference", o => $"{o.Spec()["scaleTargetRef"].Text("kind")}/{o.Spec()["scaleTargetRef"].Text("name")}"), Text("Targets", Targets), Text("MinPods", o => $"{o.Spec().Int("minReplicas", 1)}"), Whole("MaxPods", o => o.Spec().Int("maxReplicas")), Whole("Replicas", o => o["status"].Int("currentReplicas"))], []),
        ("policy", "PodDisruptionBudget") => ([Text("Min Available", o => o.Spec()["minAvailable"]?.ToString() ?? "N/A"), Text("Max Unavailable", o => o.Spec()["maxUnavailable"]?.ToString() ?? "N/A"), Whole("Allowed Disruptions", o => o["status"].Int("disruptionsAllowed"))], []),
        ("rbac.authorization.k8s.io", "RoleBinding" or "ClusterRoleBinding") => ([Text("Role", o => $"{o["roleRef"].Text("kind")}/{o["roleRef"].Text("name")}")], [Wide("Users", o => Subjects(o, "User")), Wide("Groups", o => Subjects(o, "Group")), Wide("ServiceAccounts", o => Subjects(o, "ServiceAccount"))]),
        ("storage.k8s.io", "StorageClass") => ([Text("Provisioner", o => o.Text("provisioner")), Text("ReclaimPolicy", o => o.Text("reclaimPolicy")), Text("VolumeBindingMode", o => o.Text("volumeBindingMode")), new("AllowVolumeExpansion", "string", (o, _) => o.Flag("allowVolumeExpansion"))], []),
        ("networking.k8s.io", "Ingress") => ([Text("Class", o => o.Spec().Text("ingressClassName") ?? None), Text("Hosts", Hosts), Text("Address", o => Joined(o["status"]?["loadBalancer"].List("ingress").Select(i => i.Text("ip") ?? i.Text("hostname") ?? "") ?? [], "")), Text("Ports", o => o.Spec().List("tls").Any() ? "80, 443" : "80")], []),
        ("networking.k8s.io", "IngressClass") => ([Text("Controller", o => o.Spec().Text("controller")), Text("Parameters", o => o.Spec()["parameters"] is { } p ? $"{p.Text("kind")}.{p.Text("apiGroup")}/{p.Text("name")}" : None)], []),
        ("networking.k8s.io", "NetworkPolicy") => ([Text("Pod-Selector", o => Joined((o.Spec()["podSelector"]?["matchLabels"] as JsonObject ?? []).Select(l => $"{l.Key}={l.Value}")))], []),
        ("apps", "ControllerRevision") => ([Text("Controller", o => o.Meta().List("ownerReferences").FirstOrDefault(r => r.Flag("controller")) is { } c ? $"{c.Text("kind")!.ToLowerInvariant()}.apps/{c.Text("name")}" : None), Whole("Revision", o => o.Int("revision"))], []),
        ("scheduling.k8s.io", "PriorityClass") => ([Whole("Value", o => o.Int("value")), new("Global-Default", "boolean", (o, _) => o.Flag("globalDefault"))], [Text("PreemptionPolicy", o => o.Text("preemptionPolicy"))]),
        ("coordination.k8s.io", "Lease") => ([Text("Holder", o => o.Spec().Text("holderIdentity") ?? "")], []),
        _ => null,
    };

    /// <summary>Events show what happened and not their names.</summary>
    public static readonly TableColumn[] Event =
    [
        new("Last Seen", "string", (o, now) => Tables.Age(Seen(o, "lastTimestamp"), now)), Text("Type", o => o.Text("type")), Text("Reason", o => o.Text("reason")),
        Text("Object", o => $"{o["involvedObject"].Text("kind")?.ToLowerInvariant()}/{o["involvedObject"].Text("name")}"), Wide("Subobject", o => o["involvedObject"].Text("fieldPath") ?? ""),
        Wide("Source", o => o["source"].Text("component") ?? o.Text("reportingComponent") ?? ""), Text("Message", o => o.Text("message")?.Trim()),
        new("First Seen", "string", (o, now) => Tables.Age(Seen(o, "firstTimestamp"), now), 1), new("Count", "string", (o, _) => $"{o.Int("count", 1)}", 1), Wide("Name", o => o.Meta().Text("name")),
    ];

    private static TableColumn Text(string name, Func<JsonObject, string?> value) => new(name, "string", (o, _) => value(o));

    private static TableColumn Wide(string name, Func<JsonObject, string?> value) => new(name, "string", (o, _) => value(o), 1);

    private static TableColumn Whole(string name, Func<JsonObject, int> value) => new(name, "integer", (o, _) => value(o));

    private static string Joined(IEnumerable<string> parts, string otherwise = None) => string.Join(',', parts) is { Length: > 0 } all ? all : otherwise;

    private static JsonNode? Seen(JsonObject o, string field) => o[field] ?? o["eventTime"];

    private static string? Phase(JsonObject o) => o.Meta().ContainsKey("deletionTimestamp") ? "Terminating" : o["status"].Text("phase");

    private static string NodeStatus(JsonObject o) => (o.IsTrue("Ready") ? "Ready" : o.Condition("Ready") is null ? "Unknown" : "NotReady") + (o.Spec().Flag("unschedulable") ? ",SchedulingDisabled" : "");

    private static string Roles(JsonObject o)
    {
        const string prefix = "node-role.kubernetes.io/";
        return Joined((o.Meta()["labels"] as JsonObject ?? []).Select(l => l.Key).Where(l => l.StartsWith(prefix, StringComparison.Ordinal)).Select(l => l[prefix.Length..]).Order(StringComparer.Ordinal));
    }

    private static string? Info(JsonObject o, string field) => o["status"]?["nodeInfo"].Text(field);

    private static string Address(JsonObject o, string type) => o["status"].List("addresses").FirstOrDefault(a => a.Text("type") == type).Text("address") ?? None;

    private static string Modes(JsonNode? o) => Joined((o?["accessModes"] as JsonArray ?? []).Select(m => (string?)m switch
    {
        "ReadWriteOnce" => "RWO",
        "ReadOnlyMany" => "ROX",
        "ReadWriteMany" => "RWX",
        "ReadWriteOncePod" => "RWOP",
        var other => other ?? "",
    }), "");

    private static string Containers(JsonObject cron, string field) => Joined(cron.Spec()["jobTemplate"]?["spec"]?["template"]?["spec"].List("containers").Select(c => c.Text(field) ?? "") ?? []);

    private static string Subjects(JsonObject o, string kind) =>
        string.Join(", ", o.List("subjects").Where(s => s.Text("kind") == kind).Select(s => kind == "ServiceAccount" ? $"{s.Text("namespace")}/{s.Text("name")}" : s.Text("name")));

    private static string Hosts(JsonObject o) => Joined(o.Spec().List("rules").Select(r => r.Text("host") ?? "*"), "*");

    private static string Quota(JsonObject o, bool limits) =>
        string.Join(", ", (o["status"]?["hard"] as JsonObject ?? []).Where(h => h.Key.StartsWith("limits.", StringComparison.Ordinal) == limits).OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Key}: {o["status"]?["used"]?[h.Key]}/{h.Value}"));

    private static string Targets(JsonObject o)
    {
        var current = o["status"].List("currentMetrics").ToList();
        return Joined(o.Spec().List("metrics").Select((m, i) => m["resource"] is { } r
            ? $"{r.Text("name")}: {(i < current.Count && current[i]["resource"]?["current"]?["averageUtilization"] is { } now ? $"{now}%" : "<unknown>")}/{r["target"]?["averageUtilization"]?.ToString() ?? "?"}%"
            : "<unknown>"));
    }
}
