using System.Text.Json.Nodes;

namespace Platform.Sandbox.Api;

/// <summary>Questions that are asked by creating an object: may I, what may I, who am I.</summary>
internal static class Reviews
{
    public static async Task HandleAsync(ApiCall call)
    {
        var review = Bodies.Object(await Bodies.ReadAsync(call.Http.Request), Bodies.MediaType(call.Http.Request), call.Kind.Name);
        review["kind"] = call.Kind.Name;
        review["apiVersion"] = call.Kind.ApiVersion;
        review["metadata"] = new JsonObject();
        review["status"] = call.Kind.Name switch
        {
            "SelfSubjectAccessReview" => Access(call, review, call.User),
            "SubjectAccessReview" or "LocalSubjectAccessReview" => Access(call, review, Subject(review)),
            "SelfSubjectRulesReview" => Rules(call, review),
            "SelfSubjectReview" => new JsonObject { ["userInfo"] = UserInfo(call.User) },
            "TokenReview" => Token(call, review),
            _ => throw KubeException.MethodNotAllowed(),
        };
        await Answers.JsonAsync(call.Http, 201, review);
    }

    private static User Subject(JsonObject review) =>
        new((string?)review["spec"]?["user"] ?? "", [.. (review["spec"]?["groups"] as JsonArray ?? []).Select(g => (string)g!)]);

    private static JsonObject Access(ApiCall call, JsonObject review, User user)
    {
        if (user.IsMaster) return new JsonObject { ["allowed"] = true };
        var spec = review["spec"];
        if (spec?["nonResourceAttributes"] is JsonObject path)
            return new JsonObject { ["allowed"] = Rbac.AllowsPath(call.Cluster, user, (string?)path["verb"] ?? "", (string?)path["path"] ?? "") };
        var asked = spec?["resourceAttributes"];
        string Text(string name) => (string?)asked?[name] ?? "";
        var resource = Text("subresource").Length > 0 ? $"{Text("resource")}/{Text("subresource")}" : Text("resource");
        return new JsonObject { ["allowed"] = Rbac.Allows(call.Cluster, user, Text("verb"), Text("group"), resource, Text("namespace"), Text("name")) };
    }

    private static JsonObject Rules(ApiCall call, JsonObject review)
    {
        JsonNode All() => JsonNode.Parse("""{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}""")!;
        var ns = (string?)review["spec"]?["namespace"] ?? "";
        var resources = new JsonArray();
        var paths = new JsonArray();
        if (call.User.IsMaster)
        {
            resources.Add(All());
            paths.Add(JsonNode.Parse("""{"verbs":["*"],"nonResourceURLs":["*"]}"""));
        }
        foreach (var rule in Rbac.Rules(call.Cluster, call.User, ns)) (rule.ContainsKey("nonResourceURLs") ? paths : resources).Add(rule.DeepClone());
        return new JsonObject { ["resourceRules"] = resources, ["nonResourceRules"] = paths, ["incomplete"] = false };
    }

    private static JsonObject Token(ApiCall call, JsonObject review)
    {
        var user = call.Cluster.Tokens.Find((string?)review["spec"]?["token"] ?? "");
        return user is null
            ? new JsonObject { ["user"] = new JsonObject(), ["error"] = "invalid bearer token" }
            : new JsonObject { ["authenticated"] = true, ["user"] = UserInfo(user) };
    }

    private static JsonObject UserInfo(User user) => new() { ["username"] = user.Name, ["groups"] = new JsonArray([.. user.Groups.Select(g => (JsonNode)g)]) };
}
