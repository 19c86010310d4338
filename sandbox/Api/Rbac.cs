using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Api;

/// <summary>Role-based access control over the Roles and bindings stored in a cluster.</summary>
internal static class Rbac
{
    private const string Group = "rbac.authorization.k8s.io/v1";

    public static bool Allows(Cluster cluster, User user, string verb, string group, string resource, string ns, string name) =>
        Rules(cluster, user, ns).Any(r => Covers(r, "verbs", verb) && Covers(r, "apiGroups", group) && CoversResource(r, resource)
            && (r["resourceNames"] is not JsonArray { Count: > 0 } names || names.Any(n => (string?)n == name)));

    public static bool AllowsPath(Cluster cluster, User user, string verb, string path) =>
        Rules(cluster, user, "").Any(r => Covers(r, "verbs", verb) && (r["nonResourceURLs"] as JsonArray ?? []).Select(u => (string)u!)
            .Any(u => u == path || u == "*" || (u.EndsWith('*') && path.StartsWith(u[..^1], StringComparison.Ordinal))));

    /// <summary>All rules that count for a user, cluster-wide and in a namespace (none where it is empty).</summary>
    public static List<JsonObject> Rules(Cluster cluster, User user, string ns)
    {
        var rules = new List<JsonObject>();
        lock (cluster.Store.Gate)
        {
            foreach (var binding in All(cluster, "ClusterRoleBinding", ""))
                if (Binds(binding, user, "")) rules.AddRange(Of(cluster, binding, ""));
            if (ns.Length > 0)
                foreach (var binding in All(cluster, "RoleBinding", ns))
                    if (Binds(binding, user, ns)) rules.AddRange(Of(cluster, binding, ns));
        }
        return rules;
    }

    private static IEnumerable<JsonObject> All(Cluster cluster, string kind, string ns) =>
        cluster.Store.Of(cluster.Store.Kinds.Get(Group, kind)).In(ns).Select(o => o.Parse());

    private static bool Binds(JsonObject binding, User user, string ns) => (binding["subjects"] as JsonArray ?? []).OfType<JsonObject>().Any(s => (string?)s["kind"] switch
    {
        "User" => (string?)s["name"] == user.Name,
        "Group" => user.Groups.Contains((string?)s["name"] ?? ""),
        "ServiceAccount" => user.Name == $"system:serviceaccount:{(string?)s["namespace"] ?? ns}:{(string?)s["name"]}",
        _ => false,
    });

    private static IEnumerable<JsonObject> Of(Cluster cluster, JsonObject binding, string ns)
    {
        var kind = (string?)binding["roleRef"]?["kind"] ?? "ClusterRole";
        var name = (string?)binding["roleRef"]?["name"] ?? "";
        if (kind == "ClusterRole" && name == "cluster-admin")
            return [(JsonObject)JsonNode.Parse("""{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}""")!, (JsonObject)JsonNode.Parse("""{"verbs":["*"],"nonResourceURLs":["*"]}""")!];
        StoredObject? role = cluster.Store.Find(cluster.Store.Kinds.Get(Group, kind), kind == "Role" ? ns : "", name);
        return (role?.Parse()["rules"] as JsonArray ?? []).OfType<JsonObject>();
    }

    private static bool Covers(JsonObject rule, string field, string value) =>
        (rule[field] as JsonArray ?? []).Any(v => (string?)v == "*" || (string?)v == value);

    private static bool CoversResource(JsonObject rule, string resource) => (rule["resources"] as JsonArray ?? []).Select(r => (string)r!)
        .Any(r => r == "*" || r == resource || (r.StartsWith("*/", StringComparison.Ordinal) && resource.EndsWith(r[1..], StringComparison.Ordinal)));
}
