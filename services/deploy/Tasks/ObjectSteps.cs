using System.Text;
using System.Text.Json.Nodes;
using Platform.Deploy.Planning;
using Platform.Oam;

namespace Platform.Deploy.Tasks;

/// <summary>
/// Steps that apply objects of their own: they are part of the application like all others, in its inventory, and go with it. What they
/// apply is known when they begin, since it may be made of what earlier steps gave.
/// </summary>
internal static class ObjectSteps
{
    private static readonly HashSet<string> Types = ["apply-object", "export2config", "export2secret", "export-data", "apply-deployment"];

    public static bool Contains(string type) => Types.Contains(type);

    /// <summary>The clusters a step goes to; a fault where there is none.</summary>
    public static (IReadOnlyList<string> Clusters, IReadOnlyList<string> Faults) ClustersOf(PlannedStep step, Application application, IReadOnlyList<ClusterFacts> clusters)
    {
        if (step.Properties["topology"]?.ToString() is { Length: > 0 } name)
        {
            var selection = Topology.Select(application.FindPolicy(name), clusters);
            return application.FindPolicy(name) is { Type: "topology" }
                ? ([.. selection.Clusters.Select(cluster => cluster.Name)], [.. selection.Faults.Select(fault => fault.ToString())])
                : ([], [$"step '{step.Name}': there is no topology policy '{name}'"]);
        }

        var wanted = step.Properties["cluster"]?.ToString() is { Length: > 0 } given ? given : Topology.Local;
        return Topology.Find(wanted, clusters) is { } cluster ? ([cluster.Name], []) : ([], [$"step '{step.Name}': cluster '{wanted}' isn't known"]);
    }

    /// <summary>What it applies.</summary>
    /// <param name="step">The step.</param>
    /// <param name="given">Its properties, with inputs filled in.</param>
    /// <param name="application">Whose step it is.</param>
    /// <param name="revision">Name of the revision, for the label.</param>
    public static PlannedObject ObjectOf(PlannedStep step, JsonObject given, Application application, string revision)
    {
        var manifest = step.Type switch
        {
            "apply-object" => (JsonObject)given["value"]!.DeepClone(),
            "export2config" => Data("ConfigMap", "data", Text(given, "configName"), (JsonObject)given["data"]!, null, plain: true),
            "export2secret" => Secret(given),
            "export-data" => Text(given, "kind") == "Secret"
                ? Data("Secret", "data", Text(given, "name") ?? application.Name, (JsonObject)given["data"]!, "Opaque", plain: false)
                : Data("ConfigMap", "data", Text(given, "name") ?? application.Name, (JsonObject)given["data"]!, null, plain: true),
            _ => Deployment(step, given),
        };
        Finish(manifest, Text(given, "namespace") ?? application.Namespace, step, application, revision);
        return new(step.Name, manifest);
    }

    private static JsonObject Secret(JsonObject given)
    {
        var name = Text(given, "secretName");
        if (Text(given, "kind") != "docker-registry")
            return Data("Secret", "data", name, (JsonObject)given["data"]!, Text(given, "type") ?? "Opaque", plain: false);
        var login = given["dockerRegistry"]!;
        var auth = Base64($"{login["username"]}:{login["password"]}");
        var config = new JsonObject
        {
            ["auths"] = new JsonObject
            {
                [login["server"]?.ToString() ?? "https://index.docker.io/v1/"] = new JsonObject
                {
                    ["username"] = login["username"]!.ToString(),
                    ["password"] = login["password"]!.ToString(),
                    ["auth"] = auth,
                },
            },
        };
        return Data("Secret", "data", name, new() { [".dockerconfigjson"] = config.ToJsonString() }, "kubernetes.io/dockerconfigjson", plain: false);
    }

    private static JsonObject Data(string kind, string member, string? name, JsonObject values, string? type, bool plain)
    {
        var data = new JsonObject();
        foreach (var (key, value) in values)
        {
            var text = value is JsonValue scalar ? scalar.ToString() : value?.ToJsonString() ?? "";
            data[key] = plain ? text : Base64(text);
        }

        var manifest = new JsonObject { ["apiVersion"] = "v1", ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = name }, [member] = data };
        if (type is not null)
            manifest["type"] = type;
        return manifest;
    }

    private static JsonObject Deployment(PlannedStep step, JsonObject given)
    {
        var container = new JsonObject { ["name"] = step.Name, ["image"] = given["image"]!.DeepClone() };
        if (given["cmd"] is { } command)
            container["command"] = command.DeepClone();
        var labels = new JsonObject { ["workflow.oam.dev/step-name"] = step.Name };
        return new()
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "Deployment",
            ["metadata"] = new JsonObject { ["name"] = step.Name },
            ["spec"] = new JsonObject
            {
                ["replicas"] = given["replicas"]!.DeepClone(),
                ["selector"] = new JsonObject { ["matchLabels"] = labels },
                ["template"] = new JsonObject
                {
                    ["metadata"] = new JsonObject { ["labels"] = labels.DeepClone() },
                    ["spec"] = new JsonObject { ["containers"] = new JsonArray(container) },
                },
            },
        };
    }

    private static void Finish(JsonObject manifest, string ns, PlannedStep step, Application application, string revision)
    {
        var metadata = manifest["metadata"] as JsonObject ?? [];
        manifest["metadata"] = metadata;
        metadata["namespace"] ??= ns;
        var labels = metadata["labels"] as JsonObject ?? [];
        metadata["labels"] = labels;
        labels[WellKnown.AppName] = application.Name;
        labels[WellKnown.AppNamespace] = application.Namespace;
        labels[WellKnown.AppComponent] = step.Name;
        labels[WellKnown.AppRevision] = revision;
        labels[WellKnown.ManagedBy] = WellKnown.ManagedByPlatform;
    }

    private static string? Text(JsonObject given, string name) => given[name]?.ToString() is { Length: > 0 } text ? text : null;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
