using System.Text.Json.Nodes;
using Platform.Sandbox.Kinds;

namespace Platform.Sandbox.Api;

/// <summary>A request that fails, as a Kubernetes Status: code, reason, message, details.</summary>
internal sealed class KubeException(int code, string? reason, string message, JsonObject? details = null) : Exception(message)
{
    public int Code { get; } = code;
    public string? Reason { get; } = reason;
    public JsonObject? Details { get; } = details;

    /// <summary>The token to go on with, where a list's own is too old.</summary>
    public string? Continue { get; init; }

    public JsonObject ToStatus()
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = Continue is null ? new JsonObject() : new JsonObject { ["continue"] = Continue },
            ["status"] = "Failure",
            ["message"] = Message,
        };
        if (Reason is not null) status["reason"] = Reason;
        if (Details is not null) status["details"] = Details.DeepClone();
        status["code"] = Code;
        return status;
    }

    public static KubeException NotFound(Kind kind, string name) => new(404, "NotFound", $"{kind.Resource} \"{name}\" not found", About(kind, name));

    public static KubeException NoSuchResource() => new(404, "NotFound", "the server could not find the requested resource", []);

    public static KubeException MethodNotAllowed() =>
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", []);

    public static KubeException AlreadyExists(Kind kind, string name, bool deleting) =>
        new(409, "AlreadyExists", $"{(deleting ? "object is being deleted: " : "")}{kind.Resource} \"{name}\" already exists", About(kind, name));

    public static KubeException Conflict(Kind kind, string name, string why) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {kind.Resource} \"{name}\": {why}", About(kind, name));

    /// <summary>A delete's precondition that doesn't hold is told with the kind where other conflicts have the resource.</summary>
    public static KubeException Precondition(Kind kind, string name, string why)
    {
        var details = About(kind, name);
        details["kind"] = kind.Name;
        return new(409, "Conflict", $"Operation cannot be fulfilled on {kind.Name}{(kind.Group.Length > 0 ? "." + kind.Group : "")} \"{name}\": {why}", details);
    }

    public static KubeException Modified(Kind kind, string name) =>
        Conflict(kind, name, "the object has been modified; please apply your changes to the latest version and try again");

    public static KubeException BadRequest(string message) => new(400, "BadRequest", message);

    public static KubeException Internal(string message) => new(500, null, message);

    public static KubeException Forbidden(Kind kind, string name, string why, JsonArray? causes = null)
    {
        var details = About(kind, name);
        if (causes is not null) details["causes"] = causes;
        return new(403, "Forbidden", name.Length == 0 ? $"{kind.Resource} is forbidden: {why}" : $"{kind.Resource} \"{name}\" is forbidden: {why}", details);
    }

    public static KubeException Expired(string message) => new(410, "Expired", message);

    public static KubeException TooLargeVersion(ulong asked, long current)
    {
        var causes = new JsonArray(new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" });
        return new(504, "Timeout", $"Timeout: Too large resource version: {asked}, current: {current}", new JsonObject { ["causes"] = causes, ["retryAfterSeconds"] = 1 });
    }

    /// <summary>What is wrong with an object. The message tells an error once that two checks found; the causes hold it twice.</summary>
    public static KubeException Invalid(Kind kind, string name, IReadOnlyList<FieldError> errors)
    {
        var distinct = errors.Distinct().ToList();
        var all = string.Join(", ", distinct.Select(e => e.ToString()));
        var message = $"{kind.Name}{(kind.Group.Length > 0 ? "." + kind.Group : "")} \"{name}\" is invalid: {(distinct.Count == 1 ? all : $"[{all}]")}";
        var details = new JsonObject();
        if (name.Length > 0) details["name"] = name;
        if (kind.Group.Length > 0) details["group"] = kind.Group;
        details["kind"] = kind.Name;
        details["causes"] = new JsonArray([.. errors.Select(e => e.ToCause())]);
        return new(422, "Invalid", message, details);
    }

    /// <summary>A custom object that is replaced must say which version of it; told with the resource where other errors have the kind.</summary>
    public static KubeException Unversioned(Kind kind, string name)
    {
        var error = FieldError.Invalid("metadata.resourceVersion", 0, "must be specified for an update");
        var details = About(kind, name);
        details["causes"] = new JsonArray(error.ToCause());
        return new(422, "Invalid", $"{kind.Resource} \"{name}\" is invalid: {error}", details);
    }

    public static JsonObject About(Kind kind, string name)
    {
        var details = new JsonObject();
        if (name.Length > 0) details["name"] = name;
        if (kind.Group.Length > 0) details["group"] = kind.Group;
        details["kind"] = kind.Plural;
        return details;
    }
}
