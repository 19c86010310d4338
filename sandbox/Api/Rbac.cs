using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Api;

/// <summary>A rule that counts for a user, and which binding of which role to whom it comes from, as reasons tell it.</summary>
internal sealed record Grant(JsonObject Rule, string Reason);

/// <summary>Role-based access control over the Roles and bindings stored in a cluster, and over what every authenticated user has.</summary>
internal static class Rbac
{
    private const string Group = "rbac.authorization.k8s.io/v1";

    /// <summary>The default roles system:basic-user, system:public-info-viewer, system:service-account-issuer-discovery and system:discovery.</summary>
    private static readonly JsonObject[] Everybodys =
    [
        Parse("""{"verbs":["create"],"apiGroups":["authorization.k8s.io"],"resources":["selfsubjectaccessreviews","selfsubjectrulesreviews"]}"""),
        Parse("""{"verbs":["create"],"apiGroups":["authentication.k8s.io"],"resources":["selfsubjectreviews"]}"""),
        Parse("""{"verbs":["get"],"nonResourceURLs":["/healthz","/livez","/readyz","/version","/version/"]}"""),
        Parse("""{"verbs":["get"],"nonResourceURLs":["/.well-known","/.well-known/*"]}"""),
        Parse("""{"verbs":["get"],"nonResourceURLs":["/api","/api/*","/apis","/apis/*","/healthz","/livez","/openapi","/openapi/*","/readyz","/version","/version/"]}"""),
    ];

    private static readonly JsonObject[] Everything =
    [
        Parse("""{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}"""),
        Parse("""{"verbs":["*"],"nonResourceURLs":["*"]}"""),
    ];

    public static bool Allows(Cluster cluster, User user, string verb, string group, string resource, string ns, string name) =>
        user.IsMaster || Find(cluster, user, verb, group, resource, ns, name) is not null;

    /// <summary>The grant that allows a request on a resource; null where none does.</summary>
    public static Grant? Find(Cluster cluster, User user, string verb, string group, string resource, string ns, string name) =>
        Grants(cluster, user, ns).FirstOrDefault(g => Covers(g.Rule, "verbs", verb) && Covers(g.Rule, "apiGroups", group) && CoversResource(g.Rule, resource)
            && (g.Rule["resourceNames"] is not JsonArray { Count: > 0 } names || names.Any(n => (string?)n == name)));

    public static bool AllowsPath(Cluster cluster, User user, string verb, string path) => user.IsMaster || FindPath(cluster, user, verb, path) is not null;

    public static Grant? FindPath(Cluster cluster, User user, string verb, string path) =>
        Grants(cluster, user, "").FirstOrDefault(g => Covers(g.Rule, "verbs", verb) && (g.Rule["nonResourceURLs"] as JsonArray ?? []).Select(u => (string)u!)
            .Any(u => u == path || u == "*" || (u.EndsWith('*') && path.StartsWith(u[..^1], StringComparison.Ordinal))));

    /// <summary>All rules that count for a user, cluster-wide and in a namespace (none where it is empty).</summary>
    public static List<Grant> Grants(Cluster cluster, User user, string ns)
    {
        var grants = new List<Grant>();
        if (user.Groups.Contains("system:authenticated")) grants.AddRange(Everybodys.Select(r => new Grant(r, "")));
        lock (cluster.Store.Gate)
        {
            foreach (var binding in All(cluster, "ClusterRoleBinding", "")) Add(cluster, binding, user, "", grants);
            if (ns.Length > 0)
                foreach (var binding in All(cluster, "RoleBinding", ns)) Add(cluster, binding, user, ns, grants);
        }
        return grants;
    }

    /// <summary>The rules of the role a binding refers to.</summary>
    public static IEnumerable<JsonObject> RulesOf(Cluster cluster, JsonObject binding, string ns)
    {
        var kind = (string?)binding["roleRef"]?["kind"] ?? "ClusterRole";
        var name = (string?)binding["roleRef"]?["name"] ?? "";
        StoredObject? role = cluster.Store.Find(cluster.Store.Kinds.Get(Group, kind), kind == "Role" ? ns : "", name);
        if (role is null && kind == "ClusterRole" && name == "cluster-admin") return Everything;
        return (role?.Parse()["rules"] as JsonArray ?? []).OfType<JsonObject>();
    }

    private static void Add(Cluster cluster, JsonObject binding, User user, string ns, List<Grant> grants)
    {
        if ((binding["subjects"] as JsonArray ?? []).OfType<JsonObject>().FirstOrDefault(s => Is(s, user, ns)) is not { } subject) return;
        var name = (string?)binding["metadata"]!["name"];
        var by = ns.Length == 0 ? $"ClusterRoleBinding \"{name}\"" : $"RoleBinding \"{name}/{ns}\"";
        var to = (string?)subject["kind"] == "ServiceAccount" ? $"{(string?)subject["name"]}/{(string?)subject["namespace"] ?? ns}" : (string?)subject["name"];
        var reason = $"RBAC: allowed by {by} of {(string?)binding["roleRef"]?["kind"]} \"{(string?)binding["roleRef"]?["name"]}\" to {(string?)subject["kind"]} \"{to}\"";
        grants.AddRange(RulesOf(cluster, binding, ns).Select(r => new Grant(r, reason)));
    }

    private static IEnumerable<JsonObject> All(Cluster cluster, string kind, string ns) =>
        cluster.Store.Of(cluster.Store.Kinds.Get(Group, kind)).In(ns).Select(o => o.Parse());

    private static bool Is(JsonObject subject, User user, string ns) => (string?)subject["kind"] switch
    {
        "User" => (string?)subject["name"] == user.Name,
        "Group" => user.Groups.Contains((string?)subject["name"] ?? ""),
        "ServiceAccount" => user.Name == $"system:serviceaccount:{(string?)subject["namespace"] ?? ns}:{(string?)subject["name"]}",
        _ => false,
    };

    private static bool Covers(JsonObject rule, string field, string value) =>
        (rule[field] as JsonArray ?? []).Any(v => (string?)v == "*" || (string?)v == value);

    private static bool CoversResource(JsonObject rule, string resource) => (rule["resources"] as JsonArray ?? []).Select(r => (string)r!)
        .Any(r => r == "*" || r == resource || (r.StartsWith("*/", StringComparison.Ordinal) && resource.EndsWith(r[1..], StringComparison.Ordinal)));

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;
}
