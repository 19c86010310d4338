using System.Text.Json.Nodes;
using Platform.Sandbox.Api;
using Platform.Sandbox.Kinds;

namespace Platform.Sandbox.Writing;

/// <summary>Nobody grants by a role or a binding what they don't hold themselves, unless they have the verb escalate or bind.</summary>
internal static class Escalation
{
    private const string Group = "rbac.authorization.k8s.io";

    public static void Check(Cluster cluster, User user, Kind kind, string ns, JsonObject o)
    {
        if (kind.Group != Group || user.IsMaster) return;
        var name = (string?)o["metadata"]?["name"] ?? "";
        var binding = kind.Name is "RoleBinding" or "ClusterRoleBinding";
        if (!binding && Rbac.Allows(cluster, user, "escalate", Group, kind.Plural, ns, name)) return;
        if (binding && Rbac.Allows(cluster, user, "bind", Group, (string?)o["roleRef"]?["kind"] == "Role" ? "roles" : "clusterroles", ns, (string?)o["roleRef"]?["name"] ?? "")) return;
        var rules = binding ? Rbac.RulesOf(cluster, o, ns) : (o["rules"] as JsonArray ?? []).OfType<JsonObject>();
        var lacking = rules.SelectMany(r => Lacking(cluster, user, r, ns)).ToList();
        if (lacking.Count == 0) return;
        var groups = string.Join(' ', user.Groups.Select(g => $"\"{g}\""));
        throw KubeException.Forbidden(kind, name, $"user \"{user.Name}\" (groups=[{groups}]) is attempting to grant RBAC permissions not currently held:\n{string.Join('\n', lacking)}");
    }

    private static IEnumerable<string> Lacking(Cluster cluster, User user, JsonObject rule, string ns)
    {
        var verbs = Texts(rule, "verbs");
        foreach (var path in Texts(rule, "nonResourceURLs"))
            if (verbs.Where(v => !Rbac.AllowsPath(cluster, user, v, path)).ToList() is { Count: > 0 } missing) yield return $"{{NonResourceURLs:[\"{path}\"], Verbs:{Quoted(missing)}}}";
        foreach (var group in Texts(rule, "apiGroups"))
            foreach (var resource in Texts(rule, "resources"))
                if (verbs.Where(v => !Rbac.Allows(cluster, user, v, group, resource, ns, "")).ToList() is { Count: > 0 } missing)
                    yield return $"{{APIGroups:[\"{group}\"], Resources:[\"{resource}\"], Verbs:{Quoted(missing)}}}";
    }

    private static List<string> Texts(JsonObject rule, string field) => [.. (rule[field] as JsonArray ?? []).Select(v => (string?)v ?? "")];

    private static string Quoted(IEnumerable<string> values) => $"[{string.Join(' ', values.Select(v => $"\"{v}\""))}]";
}
