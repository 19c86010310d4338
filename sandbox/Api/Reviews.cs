using System.Text.Json.Nodes;
using Platform.Sandbox.Apply;
using Platform.Sandbox.Kinds;
using Platform.Sandbox.Writing;

namespace Platform.Sandbox.Api;

/// <summary>Questions that are asked by creating an object: may I, what may I, who am I.</summary>
internal static class Reviews
{
    public static async Task HandleAsync(ApiCall call)
    {
        var options = call.WriteOptions("CreateOptions");
        var review = Bodies.Object(await Bodies.ReadAsync(call.Http.Request), Bodies.MediaType(call.Http.Request), call.Kind.Name, options.Duplicates);
        review = Incoming.Read(call.Kind, review, options);
        var asksAccess = call.Kind.Name.EndsWith("AccessReview", StringComparison.Ordinal);
        if (asksAccess) CheckAttributes(review);
        review["kind"] = call.Kind.Name;
        review["apiVersion"] = call.Kind.ApiVersion;
        review["metadata"] = new JsonObject();
        if (asksAccess) Own(call, review, options);
        review["status"] = call.Kind.Name switch
        {
            "SelfSubjectAccessReview" => Access(call, review, call.User),
            "SubjectAccessReview" or "LocalSubjectAccessReview" => Access(call, review, Subject(review)),
            "SelfSubjectRulesReview" => Rules(call, review),
            "SelfSubjectReview" => WhoAmI(call, review),
            "TokenReview" => Token(call, review),
            _ => throw KubeException.MethodNotAllowed(),
        };
        Answers.Warn(call.Http, options.Warnings);
        await Answers.JsonAsync(call.Http, 201, review);
    }

    private static void CheckAttributes(JsonObject review)
    {
        var spec = review["spec"];
        if (spec?["resourceAttributes"] is null != spec?["nonResourceAttributes"] is null) return;
        var error = FieldError.Invalid("spec.resourceAttributes", null, "exactly one of nonResourceAttributes or resourceAttributes must be specified");
        throw new KubeException(422, "Invalid", $".authorization.k8s.io \"\" is invalid: {error}", new JsonObject { ["group"] = "authorization.k8s.io", ["causes"] = new JsonArray(error.ToCause()) });
    }

    /// <summary>The question is an object like others: its fields are its asker's.</summary>
    private static void Own(ApiCall call, JsonObject review, WriteOptions options)
    {
        var set = FieldManager.Update(Incoming.Empty(call.Kind), review, [], new Writer(options.Manager, "", call.Kind.ApiVersion, call.Cluster.Now()), call.Kind.Schema, FieldSet.Of("f:status"));
        ManagedFields.Write(review, set);
    }

    private static User Subject(JsonObject review) =>
        new((string?)review["spec"]?["user"] ?? "", [.. (review["spec"]?["groups"] as JsonArray ?? []).Select(g => (string)g!)]);

    private static JsonObject Access(ApiCall call, JsonObject review, User user)
    {
        if (user.IsMaster) return new JsonObject { ["allowed"] = true };
        var spec = review["spec"];
        string Text(string under, string name) => (string?)spec?[under]?[name] ?? "";
        string Asked(string name) => Text("resourceAttributes", name);
        var resource = Asked("subresource").Length > 0 ? $"{Asked("resource")}/{Asked("subresource")}" : Asked("resource");
        var grant = spec?["nonResourceAttributes"] is not null
            ? Rbac.FindPath(call.Cluster, user, Text("nonResourceAttributes", "verb"), Text("nonResourceAttributes", "path"))
            : Rbac.Find(call.Cluster, user, Asked("verb"), Asked("group"), resource, Asked("namespace"), Asked("name"));
        var status = new JsonObject { ["allowed"] = grant is not null };
        if (grant?.Reason is { Length: > 0 } reason) status["reason"] = reason;
        return status;
    }

    private static JsonObject Rules(ApiCall call, JsonObject review)
    {
        var ns = (string?)review["spec"]?["namespace"] ?? "";
        review["spec"] = new JsonObject();
        var resources = new JsonArray();
        var paths = new JsonArray();
        if (call.User.IsMaster)
        {
            resources.Add(JsonNode.Parse("""{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}"""));
            paths.Add(JsonNode.Parse("""{"verbs":["*"],"nonResourceURLs":["*"]}"""));
        }
        foreach (var (rule, _) in Rbac.Grants(call.Cluster, call.User, ns)) (rule.ContainsKey("nonResourceURLs") ? paths : resources).Add(rule.DeepClone());
        return new JsonObject { ["resourceRules"] = resources, ["nonResourceRules"] = paths, ["incomplete"] = false };
    }

    private static JsonObject WhoAmI(ApiCall call, JsonObject review)
    {
        review["metadata"] = new JsonObject { ["creationTimestamp"] = call.Cluster.Now() };
        review.Remove("spec");
        return new JsonObject { ["userInfo"] = UserInfo(call.User) };
    }

    private static JsonObject Token(ApiCall call, JsonObject review)
    {
        var user = call.Cluster.Tokens.Find((string?)review["spec"]?["token"] ?? "");
        return user is null
            ? new JsonObject { ["user"] = new JsonObject(), ["error"] = "invalid bearer token" }
            : new JsonObject { ["authenticated"] = true, ["user"] = UserInfo(user) };
    }

    private static JsonObject UserInfo(User user)
    {
        var info = new JsonObject { ["username"] = user.Name };
        if (user.Uid is not null) info["uid"] = user.Uid;
        info["groups"] = new JsonArray([.. user.Groups.Select(g => (JsonNode)g)]);
        if (user.Credential is not null) info["extra"] = new JsonObject { ["authentication.kubernetes.io/credential-id"] = new JsonArray(user.Credential) };
        return info;
    }
}
