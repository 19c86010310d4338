using System.Text.Json.Nodes;
using Platform.Sandbox.Kinds;

namespace Platform.Sandbox.Api;

/// <summary>A column of a Table.</summary>
internal sealed record TableColumn(string Name, string Type, Func<JsonObject, DateTimeOffset, JsonNode?> Value, int Priority = 0, string Format = "", string Description = "")
{
    public JsonObject Definition() => new() { ["name"] = Name, ["type"] = Type, ["format"] = Format, ["description"] = Description, ["priority"] = Priority };
}

/// <summary>The columns of each kind.</summary>
internal static class TableColumns
{
    private const string NameText = "Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names";
    private const string AgeText = "CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata";

    private static readonly TableColumn Name = new("Name", "string", (o, _) => (string?)o["metadata"]?["name"], 0, "name", NameText);
    private static readonly TableColumn AgeColumn = new("Age", "string", (o, now) => Tables.Age(o["metadata"]?["creationTimestamp"], now), 0, "", AgeText);
    private static readonly TableColumn CreatedAt = new("Created At", "date", (o, _) => (string?)o["metadata"]?["creationTimestamp"], 0, "", AgeText);

    public static IReadOnlyList<TableColumn> Of(Kind kind) => (kind.Group, kind.Name) switch
    {
        _ when kind.Custom is { } custom => Custom(custom),
        ("apps", "Deployment") => [Name, Text("Ready", o => $"{Int(o, "status", "readyReplicas")}/{Int(o, "spec", "replicas")}"), Number("Up-to-date", "status", "updatedReplicas"), Number("Available", "status", "availableReplicas"), AgeColumn, .. Containers(), Selector()],
        ("apps", "ReplicaSet") => [Name, Number("Desired", "spec", "replicas"), Number("Current", "status", "replicas"), Number("Ready", "status", "readyReplicas"), AgeColumn, .. Containers(), Selector()],
        ("apps", "StatefulSet") => [Name, Text("Ready", o => $"{Int(o, "status", "readyReplicas")}/{Int(o, "spec", "replicas")}"), AgeColumn, .. Containers()],
        ("apps", "DaemonSet") => [Name, Number("Desired", "status", "desiredNumberScheduled"), Number("Current", "status", "currentNumberScheduled"), Number("Ready", "status", "numberReady"), Number("Up-to-date", "status", "updatedNumberScheduled"), Number("Available", "status", "numberAvailable"), AgeColumn, .. Containers(), Selector()],
        ("batch", "Job") => [Name, Text("Status", JobStatus), Text("Completions", o => $"{Int(o, "status", "succeeded")}/{Int(o, "spec", "completions")}"), new("Duration", "string", Duration), AgeColumn, .. Containers(), Selector()],
        ("", "Pod") => [Name, Text("Ready", PodReady), Text("Status", PodStatus), Text("Restarts", Restarts), AgeColumn, Text("IP", o => (string?)o["status"]?["podIP"] ?? "<none>", 1), Text("Node", o => (string?)o["spec"]?["nodeName"] ?? "<none>", 1), Text("Nominated Node", o => (string?)o["status"]?["nominatedNodeName"] ?? "<none>", 1), Text("Readiness Gates", _ => "<none>", 1)],
        ("", "Service") => [Name, Text("Type", o => (string?)o["spec"]?["type"]), Text("Cluster-IP", o => (string?)o["spec"]?["clusterIP"] ?? "<none>"), Text("External-IP", ExternalAddress), Text("Port(s)", Ports), AgeColumn, Text("Selector", o => Labels(o["spec"]?["selector"] as JsonObject), 1)],
        ("", "ConfigMap") => [Name, new("Data", "string", (o, _) => ((o["data"] as JsonObject)?.Count ?? 0) + ((o["binaryData"] as JsonObject)?.Count ?? 0)), AgeColumn],
        ("", "Secret") => [Name, Text("Type", o => (string?)o["type"]), new("Data", "string", (o, _) => (o["data"] as JsonObject)?.Count ?? 0), AgeColumn],
        ("", "Namespace") => [Name, Text("Status", o => (string?)o["status"]?["phase"]), AgeColumn],
        ("apiextensions.k8s.io", _) or ("rbac.authorization.k8s.io", "Role" or "ClusterRole") => [Name, CreatedAt],
        (_, "Event") => LesserColumns.Event,
        _ when LesserColumns.Of(kind) is var (before, after) => [Name, .. before, AgeColumn, .. after],
        _ => [Name, AgeColumn],
    };

    private static List<TableColumn> Custom(CustomKind custom)
    {
        var columns = new List<TableColumn> { Name };
        foreach (var column in (custom.Columns ?? []).OfType<JsonObject>())
        {
            var path = (string?)column["jsonPath"] ?? "";
            var type = (string?)column["type"] ?? "string";
            columns.Add(new((string)column["name"]!, type, (o, now) => Cell(o, path, type, now), (int?)column["priority"] ?? 0, (string?)column["format"] ?? "",
                (string?)column["description"] ?? "Custom resource definition column (in JSONPath format): " + (string?)column["jsonPath"]));
        }
        if (custom.Columns is null) columns.Add(AgeColumn);
        return columns;
    }

    private static JsonNode? Cell(JsonObject o, string path, string type, DateTimeOffset now)
    {
        var node = JsonPath.Find(o, path);
        return type == "date" ? (node is null ? null : Tables.Age(node, now)) : node?.DeepClone();
    }

    private static TableColumn Text(string name, Func<JsonObject, string?> value, int priority = 0) => new(name, "string", (o, _) => value(o), priority);

    private static TableColumn Number(string name, string under, string field) => new(name, "integer", (o, _) => Int(o, under, field));

    private static int Int(JsonObject o, string under, string field) => (int?)o[under]?[field] ?? 0;

    private static IEnumerable<TableColumn> Containers()
    {
        static IEnumerable<JsonObject> All(JsonObject o) => (o["spec"]?["template"]?["spec"]?["containers"] as JsonArray ?? []).OfType<JsonObject>();
        yield return Text("Containers", o => string.Join(',', All(o).Select(c => (string?)c["name"])), 1);
        yield return Text("Images", o => string.Join(',', All(o).Select(c => (string?)c["image"])), 1);
    }

    private static TableColumn Selector() => Text("Selector", o => Labels(o["spec"]?["selector"]?["matchLabels"] as JsonObject), 1);

    private static string Labels(JsonObject? labels) => labels is null or { Count: 0 } ? "<none>" : string.Join(',', labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={(string?)l.Value}"));

    private static string ExternalAddress(JsonObject o) =>
        (string?)o["spec"]?["type"] != "LoadBalancer" ? (string?)o["spec"]?["externalName"] ?? "<none>"
        : (string?)(o["status"]?["loadBalancer"]?["ingress"] as JsonArray)?.FirstOrDefault()?["ip"] ?? "<pending>";

    private static string Ports(JsonObject o)
    {
        var ports = (o["spec"]?["ports"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(p => p["nodePort"] is { } node ? $"{p["port"]}:{node}/{(string?)p["protocol"]}" : $"{p["port"]}/{(string?)p["protocol"]}").ToList();
        return ports.Count == 0 ? "<none>" : string.Join(',', ports);
    }

    private static string PodReady(JsonObject o)
    {
        var containers = (o["status"]?["containerStatuses"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        return $"{containers.Count(c => (bool?)c["ready"] == true)}/{(o["spec"]?["containers"] as JsonArray)?.Count ?? 0}";
    }

    private static string Restarts(JsonObject o) => (o["status"]?["containerStatuses"] as JsonArray ?? []).Sum(c => (int?)c?["restartCount"] ?? 0).ToString();

    private static string? PodStatus(JsonObject o)
    {
        if (o["metadata"]?["deletionTimestamp"] is not null) return "Terminating";
        var waiting = (o["status"]?["containerStatuses"] as JsonArray ?? []).Select(c => (string?)c?["state"]?["waiting"]?["reason"]).FirstOrDefault(r => r is not null);
        var phase = (string?)o["status"]?["phase"];
        return waiting ?? (phase == "Succeeded" ? "Completed" : phase);
    }

    private static JsonNode? Duration(JsonObject job, DateTimeOffset now)
    {
        if (job["status"]?["startTime"] is not { } start) return "";
        var end = job["status"]?["completionTime"] is { } done ? DateTimeOffset.Parse((string)done!, System.Globalization.CultureInfo.InvariantCulture) : now;
        return Tables.Age(start, end);
    }

    private static string JobStatus(JsonObject o)
    {
        var done = (o["status"]?["conditions"] as JsonArray ?? []).Where(c => (string?)c?["status"] == "True").Select(c => (string?)c?["type"]).ToList();
        return done.Contains("Complete") ? "Complete" : done.Contains("Failed") ? "Failed" : "Running";
    }
}
