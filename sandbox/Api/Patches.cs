using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Sandbox.Apply;
using Platform.Sandbox.Patching;
using YamlDotNet.Core;

namespace Platform.Sandbox.Api;

/// <summary>PATCH: JSON patch, merge patch, strategic merge patch, server-side apply.</summary>
internal static class Patches
{
    private const int MostOperations = 10_000;

    public static async Task HandleAsync(ApiCall call)
    {
        var type = Bodies.MediaType(call.Http.Request);
        var apply = type == "application/apply-patch+yaml";
        if (!apply && type is not ("application/json-patch+json" or "application/merge-patch+json" or "application/strategic-merge-patch+json")
            || (type == "application/strategic-merge-patch+json" && call.Kind.Custom is not null))
            throw call.Kind.Custom is null
                ? new KubeException(415, "UnsupportedMediaType", "415: Unsupported Media Type", [])
                : new KubeException(415, "UnsupportedMediaType", "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml");
        var options = call.WriteOptions("PatchOptions", apply);
        var bytes = await Bodies.ReadAsync(call.Http.Request);
        var result = apply
            ? Apply(call, ReadApplied(bytes), options)
            : call.Cluster.Writer.Change(call.Kind, call.Namespace, call.Name, Checked(call, Change(call, type, Read(bytes))), options);
        Answers.Warn(call.Http, options.Warnings);
        await Reads.ObjectAsync(call, result.Created ? 201 : 200, result.Json);
    }

    public static Func<JsonObject, JsonObject> Change(ApiCall call, string type, JsonNode? patch) => type switch
    {
        "application/json-patch+json" when patch is JsonArray { Count: > MostOperations } many =>
            throw new KubeException(413, "RequestEntityTooLarge", $"Request entity too large: The allowed maximum operations in a JSON patch is {MostOperations}, got {many.Count}"),
        "application/json-patch+json" => o => JsonPatch.Apply(o, patch),
        "application/merge-patch+json" => o => MergePatch.Apply(o, patch),
        _ => o => StrategicMergePatch.Apply(o, patch, call.Kind.Schema),
    };

    /// <summary>A patch can't make another kind of an object.</summary>
    private static Func<JsonObject, JsonObject> Checked(ApiCall call, Func<JsonObject, JsonObject> change) => o =>
    {
        var next = change(o);
        var (version, kind) = (next["apiVersion"]?.ToString() ?? "", next["kind"]?.ToString() ?? "");
        if (kind == call.Kind.Name && version.Split('/')[0] == call.Kind.ApiVersion.Split('/')[0]) return next;
        if (call.Cluster.Store.Kinds.FindByName(version, kind) is { } other) Writing.Incoming.Read(other, next, new Writing.WriteOptions { Patching = true });
        throw KubeException.BadRequest($"{kind} in version \"{version}\" cannot be handled as a {call.Kind.Name}");
    };

    public static JsonNode? Read(byte[] bytes)
    {
        try
        {
            return Bodies.Json(bytes);
        }
        catch (JsonException e)
        {
            throw KubeException.BadRequest($"error decoding patch: {JsonProblem.Of(e, bytes)}");
        }
        catch (FormatException e)
        {
            throw KubeException.BadRequest($"error decoding patch: {e.Message}");
        }
    }

    public static JsonObject ReadApplied(byte[] bytes)
    {
        try
        {
            var text = bytes.AsSpan().TrimStart(" \t\r\n"u8);
            JsonNode? node = null;
            var isJson = text.Length > 0 && text[0] == (byte)'{' && TryJson(bytes, out node);
            if (!isJson) node = YamlReader.Read(System.Text.Encoding.UTF8.GetString(bytes));
            return node as JsonObject ?? throw KubeException.BadRequest("error decoding YAML: json: cannot unmarshal into Go value of type map[string]interface {}");
        }
        catch (YamlException e)
        {
            throw KubeException.BadRequest($"error decoding YAML: error converting YAML to JSON: yaml: line {Math.Max(1, e.Start.Line - 1)}: did not find expected ',' or ']'");
        }
        catch (FormatException e)
        {
            throw KubeException.BadRequest($"error decoding YAML: error converting YAML to JSON: {e.Message}");
        }
    }

    private static bool TryJson(byte[] bytes, out JsonNode? node)
    {
        try
        {
            node = Bodies.Json(bytes);
            return true;
        }
        catch (JsonException)
        {
            node = null;
            return false;
        }
    }

    private static Writing.WriteResult Apply(ApiCall call, JsonObject applied, Writing.WriteOptions options)
    {
        try
        {
            return call.Cluster.Writer.Apply(call.Kind, call.Namespace, call.Name, applied, options);
        }
        catch (ApplyConflictException e)
        {
            throw Conflicts.Of(e);
        }
    }
}
