namespace Platform.Sandbox.Api;

/// <summary>Whether a user may do what a request asks: everything for system:masters, else what RBAC grants.</summary>
internal static class Authorization
{
    private static readonly string[] Public = ["/healthz", "/livez", "/readyz", "/version", "/version/"];

    public static void RequirePath(Cluster cluster, User user, string method, string path)
    {
        if (user.IsMaster || Public.Contains(path)) return;
        if (Rbac.AllowsPath(cluster, user, method.ToLowerInvariant(), path)) return;
        throw new KubeException(403, "Forbidden", $"forbidden: User \"{user.Name}\" cannot {method.ToLowerInvariant()} path \"{path}\"", []);
    }

    public static void Require(Cluster cluster, User user, string verb, ApiPath path)
    {
        if (user.IsMaster) return;
        // A namespace counts as being within itself.
        var ns = path.Namespace ?? (path is { Resource: "namespaces", Name: { } own } ? own : "");
        var resource = path.Subresource is null ? path.Resource! : $"{path.Resource}/{path.Subresource}";
        if (Rbac.Allows(cluster, user, verb, path.Group, resource, ns, path.Name ?? "")) return;
        throw Forbidden(user, verb, path.Group, path.Resource!, resource, ns, path.Name);
    }

    private static KubeException Forbidden(User user, string verb, string group, string plural, string resource, string ns, string? name)
    {
        var of = group.Length == 0 ? plural : $"{plural}.{group}";
        var about = name is null ? of : $"{of} \"{name}\"";
        var where = ns.Length == 0 ? "at the cluster scope" : $"in the namespace \"{ns}\"";
        var details = new System.Text.Json.Nodes.JsonObject();
        if (name is not null) details["name"] = name;
        if (group.Length > 0) details["group"] = group;
        details["kind"] = plural;
        return new(403, "Forbidden", $"{about} is forbidden: User \"{user.Name}\" cannot {verb} resource \"{resource}\" in API group \"{group}\" {where}", details);
    }
}
