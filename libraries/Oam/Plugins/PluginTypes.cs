using System.Text.Json.Nodes;
using Platform.Oam.Definitions;
using Platform.Oam.Documents;
using Platform.Oam.Plugins.Scripts;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Plugins;

/// <summary>Makes types of what plug-ins say, so that nothing else has to know that there are plug-ins.</summary>
internal static class PluginTypes
{
    public static Definition Make(DocumentNode document, Schema parameters, PluginRender render)
    {
        var (name, description) = (document["name"]!.Text!, document["description"]?.Text ?? "");
        var status = document["health"] is null && document["message"] is null ? null : new StatusFunctions(document["health"]?.Text, document["message"]?.Text);
        return document["kind"]!.Text switch
        {
            "component" => new ComponentDefinition { Name = name, Description = description, Parameters = parameters, Status = status, Render = context => Component(render, context) },
            "trait" => new TraitDefinition { Name = name, Description = description, Parameters = parameters, Status = status, Apply = context => Trait(render, context) },
            "policy" => new PolicyDefinition { Name = name, Description = description, Parameters = parameters, Overrides = context => render.Run(context, "components", "selector", "clusters", "clusterLabelSelector") },
            _ => new StepDefinition { Name = name, Description = description, Parameters = parameters, Step = context => render.Run(context, "type", "properties") },
        };
    }

    private static ComponentOutput Component(PluginRender render, ComponentContext context)
    {
        var input = Context(context.Application, context.Name, context.Parameters);
        input["namespace"] = context.Namespace;
        if (context.Revision is { } revision) input["revision"] = revision;
        if (context.ReplicaKey is { } key) input["replicaKey"] = key;
        if (render.ReadsCluster) input["cluster"] = Cluster(context.Cluster);
        try
        {
            var result = render.Run(input, "workload", "objects");
            return new(result["workload"] is null ? null : Manifest(result["workload"], "workload"), Objects(result["objects"]));
        }
        catch (ScriptException e)
        {
            context.Fault($"the definition of its type failed: {e.Message}");
            return ComponentOutput.None;
        }
    }

    private static void Trait(PluginRender render, TraitContext context)
    {
        var input = Context(context.Application, context.Component, context.Parameters);
        if (context.Workload.Manifest is { } workload) input["workload"] = workload.DeepClone();
        if (render.ReadsCluster) input["cluster"] = Cluster(context.Cluster);
        try
        {
            var result = render.Run(input, "patch", "merge", "objects");
            if (result["patch"] is JsonObject patch) context.Workload.Unify(patch);
            if (result["merge"] is JsonObject merge && context.Workload.Require() is { } target) WorkloadPatch.Merge(target, merge);
            foreach (var (resource, manifest) in Objects(result["objects"])) context.Output(resource, manifest);
        }
        catch (ScriptException e)
        {
            context.Workload.Fault($"the definition of its type failed: {e.Message}");
        }
    }

    /// <summary>What every render function sees.</summary>
    public static JsonObject Context(Application application, string name, DocumentNode parameters) => new()
    {
        ["name"] = name,
        ["application"] = new JsonObject { ["name"] = application.Name, ["namespace"] = application.Namespace },
        ["parameters"] = parameters.ToJson(),
    };

    private static JsonObject Cluster(ClusterFacts cluster) => new()
    {
        ["name"] = cluster.Name,
        ["labels"] = new JsonObject(cluster.Labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))),
        ["params"] = cluster.Params.DeepClone(),
    };

    private static List<NamedObject> Objects(JsonNode? objects) => objects switch
    {
        null => [],
        JsonObject map => [.. map.Select(pair => new NamedObject(pair.Key, Manifest(pair.Value, $"objects.{pair.Key}")))],
        _ => throw new ScriptException("objects has to be a map from names to Kubernetes objects"),
    };

    private static JsonObject Manifest(JsonNode? node, string place) =>
        node is JsonObject manifest && IsText(manifest["apiVersion"]) && IsText(manifest["kind"])
            ? (JsonObject)manifest.DeepClone()
            : throw new ScriptException($"{place} is no Kubernetes object: apiVersion and kind are missing");

    private static bool IsText(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0;
}
