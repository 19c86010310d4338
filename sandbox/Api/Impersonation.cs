namespace Platform.Sandbox.Api;

/// <summary>Acting as somebody else (`kubectl --as`), for those who have the verb impersonate on the user and the groups.</summary>
internal static class Impersonation
{
    private const string ServiceAccounts = "system:serviceaccount:";

    /// <summary>Throws 403 where the sender may not.</summary>
    public static User Of(Cluster cluster, User sender, string name, IReadOnlyList<string> groups)
    {
        var parts = name.StartsWith(ServiceAccounts, StringComparison.Ordinal) ? name[ServiceAccounts.Length..].Split(':') : [];
        var account = parts.Length == 2;
        Require(cluster, sender, account ? "serviceaccounts" : "users", account ? parts[0] : "", account ? parts[1] : name);
        foreach (var group in groups) Require(cluster, sender, "groups", "", group);
        var all = groups.ToList();
        if (account && all.Count == 0) all.AddRange(["system:serviceaccounts", $"system:serviceaccounts:{parts[0]}"]);
        if (name != User.Anonymous.Name && !all.Contains("system:authenticated")) all.Add("system:authenticated");
        return new User(name, all);
    }

    private static void Require(Cluster cluster, User sender, string resource, string ns, string name) =>
        Authorization.Require(cluster, sender, "impersonate", new ApiPath("", "v1", ns.Length == 0 ? null : ns, resource, name, null, false));
}
