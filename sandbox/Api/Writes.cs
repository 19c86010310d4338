using System.Text.Json.Nodes;
using Platform.Sandbox.Kinds;

namespace Platform.Sandbox.Api;

/// <summary>POST and PUT.</summary>
internal static class Writes
{
    public static async Task CreateAsync(ApiCall call)
    {
        var options = call.WriteOptions("CreateOptions");
        var result = call.Cluster.Writer.Create(call.Kind, call.Namespace, await BodyAsync(call, options), options);
        Answers.Warn(call.Http, options.Warnings);
        await Reads.ObjectAsync(call, 201, result.Json);
    }

    public static async Task UpdateAsync(ApiCall call)
    {
        var options = call.WriteOptions("UpdateOptions");
        var result = call.Cluster.Writer.Update(call.Kind, call.Namespace, call.Name, await BodyAsync(call, options), options);
        Answers.Warn(call.Http, options.Warnings);
        await Reads.ObjectAsync(call, 200, result.Json);
    }

    private static async Task<JsonObject> BodyAsync(ApiCall call, Writing.WriteOptions options)
    {
        var body = Bodies.Object(await Bodies.ReadAsync(call.Http.Request), Bodies.MediaType(call.Http.Request), call.Kind.Name, options.Duplicates);
        return Check(call, body);
    }

    /// <summary>The body is of the kind of its path.</summary>
    private static JsonObject Check(ApiCall call, JsonObject body)
    {
        var kind = call.Kind;
        var version = Text(body["apiVersion"]) is { Length: > 0 } v ? v : kind.ApiVersion;
        var name = Text(body["kind"]) is { Length: > 0 } n ? n : kind.Name;
        if (version == kind.ApiVersion && name == kind.Name) return Conversions.Incoming(kind, body);
        var shown = version[(version.IndexOf('/', StringComparison.Ordinal) + 1)..];
        var group = version.Contains('/', StringComparison.Ordinal) ? version[..version.IndexOf('/', StringComparison.Ordinal)] : "core";
        var known = call.Cluster.Store.Kinds.FindByName(version, name) is not null;
        throw KubeException.BadRequest(known
            ? $"{name} in version \"{shown}\" cannot be handled as a {kind.Name}: converting ({shown}.{name}) to ({(kind.Group.Length == 0 ? "core" : kind.Group.Split('.')[0])}.{kind.Name}): unknown conversion"
            : $"{name} in version \"{shown}\" cannot be handled as a {kind.Name}: no kind \"{name}\" is registered for version \"{version}\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"");
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
