using System.Text.Json.Nodes;
using Platform.Sandbox.Kinds;
using Platform.Sandbox.Writing;

namespace Platform.Sandbox.Api;

/// <summary>The scale subresource: replicas of a workload, seen as an autoscaling/v1 Scale.</summary>
internal static class Scales
{
    public static async Task HandleAsync(ApiCall call)
    {
        if (call.Http.Request.Method == "GET")
        {
            JsonObject o;
            lock (call.Cluster.Store.Gate) o = Find(call).Parse();
            await Answers.JsonAsync(call.Http, 200, Of(call.Kind, o));
            return;
        }
        var type = Bodies.MediaType(call.Http.Request);
        var apply = type == "application/apply-patch+yaml";
        var options = call.WriteOptions(call.Http.Request.Method == "PUT" ? "UpdateOptions" : "PatchOptions", apply);
        var bytes = await Bodies.ReadAsync(call.Http.Request);
        Func<JsonObject, JsonObject> change = call.Http.Request.Method == "PUT" ? _ => Bodies.Object(bytes, type, "Scale")
            : apply ? s => Patching.MergePatch.Apply(s, Patches.ReadApplied(bytes))
            : Patches.Change(call, type, Patches.Read(bytes));
        var path = (call.Kind.Custom?.Scale?.SpecReplicas ?? ".spec.replicas").TrimStart('.').Split('.');
        Writing.WriteResult result;
        try
        {
            result = call.Cluster.Writer.Scale(call.Kind, call.Namespace, call.Name, path, o => Changed(call, o, change), apply, options);
        }
        catch (Apply.ApplyConflictException e)
        {
            throw Conflicts.Of(e);
        }
        await Answers.JsonAsync(call.Http, 200, Of(call.Kind, (JsonObject)JsonNode.Parse(result.Json)!));
    }

    private static Store.StoredObject Find(ApiCall call) =>
        call.Cluster.Store.Find(call.Kind, call.Namespace, call.Name) ?? throw KubeException.NotFound(call.Kind, call.Name);

    private static int Changed(ApiCall call, JsonObject o, Func<JsonObject, JsonObject> change)
    {
        var scale = change(Of(call.Kind, o));
        if ((string?)scale["metadata"]?["resourceVersion"] is { Length: > 0 } version && version != (string?)o["metadata"]!["resourceVersion"])
            throw KubeException.Modified(call.Kind, call.Name);
        var replicas = (int?)scale["spec"]?["replicas"] ?? 0;
        if (replicas < 0)
        {
            var error = FieldError.Invalid("spec.replicas", replicas, "must be greater than or equal to 0");
            throw new KubeException(422, "Invalid", $"Scale.autoscaling \"{call.Name}\" is invalid: {error}",
                new JsonObject { ["name"] = call.Name, ["group"] = "autoscaling", ["kind"] = "Scale", ["causes"] = new JsonArray(error.ToCause()) });
        }
        return replicas;
    }

    private static JsonObject Of(Kind kind, JsonObject o)
    {
        var paths = kind.Custom?.Scale ?? new ScalePaths(".spec.replicas", ".status.replicas", null);
        var meta = o["metadata"]!;
        var scaleMeta = new JsonObject();
        foreach (var field in new[] { "name", "namespace", "uid", "resourceVersion", "creationTimestamp" })
            if (meta[field] is { } value) scaleMeta[field] = value.DeepClone();
        var spec = new JsonObject();
        if (Get(o, paths.SpecReplicas) is { } replicas && (int)replicas != 0) spec["replicas"] = replicas.DeepClone();
        var status = new JsonObject { ["replicas"] = Get(o, paths.StatusReplicas)?.DeepClone() ?? 0 };
        var selector = kind.Custom is null ? Text(o["spec"]?["selector"] as JsonObject) : paths.Selector is null ? null : (string?)Get(o, paths.Selector);
        if (!string.IsNullOrEmpty(selector)) status["selector"] = selector;
        return new JsonObject { ["kind"] = "Scale", ["apiVersion"] = "autoscaling/v1", ["metadata"] = scaleMeta, ["spec"] = spec, ["status"] = status };
    }

    private static string? Text(JsonObject? selector) =>
        (selector?["matchLabels"] as JsonObject)?.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={(string?)l.Value}").Aggregate("", (a, b) => a.Length == 0 ? b : $"{a},{b}");

    private static JsonNode? Get(JsonObject o, string path)
    {
        JsonNode? node = o;
        foreach (var part in path.TrimStart('.').Split('.')) node = (node as JsonObject)?[part];
        return node;
    }
}
