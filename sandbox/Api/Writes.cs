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
        var bytes = await Bodies.ReadAsync(call.Http.Request);
        var body = Bodies.Object(bytes, Bodies.MediaType(call.Http.Request), call.Kind.Name, options.Duplicates);
        if (call.Kind.Custom is not null && Text(body["kind"]) is not { Length: > 0 }) throw Bodies.WithoutKind(call.Kind.Name, bytes);
        return Check(call, body);
    }

    /// <summary>The body is of the kind of its path.</summary>
    private static JsonObject Check(ApiCall call, JsonObject body)
    {
        var kind = call.Kind;
        var version = Text(body["apiVersion"]) is { Length: > 0 } v ? v : kind.ApiVersion;
        var name = Text(body["kind"]) is { Length: > 0 } n ? n : kind.Name;
        if (version == kind.ApiVersion && name == kind.Name) return Conversions.Incoming(kind, body);
        if (kind.Custom is not null) throw NotOfCustomKind(kind, body, version);
        var shown = version[(version.IndexOf('/', StringComparison.Ordinal) + 1)..];
        var group = version.Contains('/', StringComparison.Ordinal) ? version[..version.IndexOf('/', StringComparison.Ordinal)] : "core";
        var known = call.Cluster.Store.Kinds.FindByName(version, name) is not null;
        throw KubeException.BadRequest(known
            ? $"{name} in version \"{shown}\" cannot be handled as a {kind.Name}: converting ({shown}.{name}) to ({(kind.Group.Length == 0 ? "core" : kind.Group.Split('.')[0])}.{kind.Name}): unknown conversion"
            : $"{name} in version \"{shown}\" cannot be handled as a {kind.Name}: no kind \"{name}\" is registered for version \"{version}\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"");
    }

    private static KubeException NotOfCustomKind(Kind kind, JsonObject body, string version)
    {
        var name = Text(body["kind"])!;
        if (version != kind.ApiVersion) return KubeException.BadRequest($"the API version in the data ({version}) does not match the expected API version ({kind.ApiVersion})");
        var given = Text((body["metadata"] as JsonObject)?["name"]) ?? "";
        var error = FieldError.Invalid("kind", name, $"must be {kind.Name}");
        return new(422, "Invalid", $"{name}.{kind.Group} \"{given}\" is invalid: {error}", new JsonObject { ["name"] = given, ["group"] = kind.Group, ["kind"] = name, ["causes"] = new JsonArray(error.ToCause()) });
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
