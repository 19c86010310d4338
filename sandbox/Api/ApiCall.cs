using System.Text.Json.Nodes;
using Platform.Sandbox.Kinds;
using Platform.Sandbox.Writing;

namespace Platform.Sandbox.Api;

/// <summary>One request to an object or collection, with what its query says.</summary>
internal sealed class ApiCall(Cluster cluster, HttpContext http, ApiPath path, Kind kind, User user)
{
    public Cluster Cluster { get; } = cluster;
    public HttpContext Http { get; } = http;
    public ApiPath Path { get; } = path;
    public Kind Kind { get; } = kind;
    public User User { get; } = user;
    public string Namespace => Path.Namespace ?? "";
    public string Name => Path.Name ?? "";

    public string? Query(string name) => Http.Request.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    public bool Flag(string name) => Query(name) is "true" or "1";

    public bool Watches => Path.Watch || Flag("watch");

    /// <summary>The write options of the query, checked as the API server checks them.</summary>
    public WriteOptions WriteOptions(string type, bool apply = false)
    {
        var errors = new List<FieldError>();
        var validation = Query("fieldValidation") ?? "";
        var dryRun = Http.Request.Query["dryRun"].Where(d => d != "All").ToList();
        if (dryRun.Count > 0) errors.Add(new("FieldValueNotSupported", $"Unsupported value: [{string.Join(" ", dryRun.Select(d => $"\"{d}\""))}]: supported values: \"All\"", "dryRun"));
        if (validation is not ("" or "Strict" or "Warn" or "Ignore")) errors.Add(FieldError.NotSupported("fieldValidation", validation, "", "Ignore", "Strict", "Warn"));
        var manager = Query("fieldManager") ?? "";
        if (manager.Length > 128) errors.Add(new("FieldValueTooLong", "Too long: may not be more than 128 bytes", "fieldManager"));
        if (apply && manager.Length == 0) errors.Add(FieldError.Required("fieldManager", "is required for apply patch"));
        if (!apply && Query("force") is not null) errors.Add(FieldError.Forbidden("force", "may not be specified for non-apply patch"));
        if (errors.Count > 0) throw Problems(type, errors);
        return new WriteOptions
        {
            Manager = manager.Length > 0 ? manager : DefaultManager(),
            DryRun = Http.Request.Query.ContainsKey("dryRun"),
            User = User,
            FieldValidation = validation.Length > 0 ? validation : "Warn",
            Force = Flag("force"),
            Patching = type == "PatchOptions",
            Subresource = Path.Subresource ?? "",
        };
    }

    public static KubeException Problems(string type, IReadOnlyList<FieldError> errors)
    {
        var all = string.Join(", ", errors.Select(e => e.ToString()));
        return new KubeException(422, "Invalid", $"{type}.meta.k8s.io \"\" is invalid: {(errors.Count == 1 ? all : $"[{all}]")}",
            new JsonObject { ["group"] = "meta.k8s.io", ["kind"] = type, ["causes"] = new JsonArray([.. errors.Select(e => e.ToCause())]) });
    }

    /// <summary>The program's name in User-Agent, as the server takes it for the manager.</summary>
    private string DefaultManager()
    {
        var agent = Http.Request.Headers.UserAgent.ToString();
        var end = agent.IndexOf('/', StringComparison.Ordinal);
        var name = end < 0 ? agent : agent[..end];
        return name.Length == 0 ? "unknown" : name.Length > 128 ? name[..128] : name;
    }
}
