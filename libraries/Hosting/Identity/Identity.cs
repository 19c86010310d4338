namespace Platform.Hosting;

/// <summary>Who is calling, as the gateway authenticated it.</summary>
/// <param name="Name">The key's name, or the person's.</param>
/// <param name="Kind">How it was authenticated: <c>key</c> or <c>oidc</c>.</param>
/// <param name="Grants">Every role it has.</param>
public sealed record Identity(string Name, string Kind, IReadOnlyList<RoleGrant> Grants)
{
    /// <summary>
    /// Whether the caller has the role in the namespace. Without a namespace: a viewer anywhere may read what belongs to the whole
    /// platform; other roles must be platform-wide.
    /// </summary>
    public bool Has(Role role, string? @namespace) => Grants.Any(g => Gives(g, role, @namespace));

    /// <summary>The namespaces in which the caller has the role; null means all.</summary>
    public IReadOnlySet<string>? NamespacesFor(Role role) =>
        Grants.Any(g => g.Namespace is null && Implies(g.Role, role))
            ? null
            : Grants.Where(g => Implies(g.Role, role)).Select(g => g.Namespace!).ToHashSet();

    private static bool Gives(RoleGrant grant, Role role, string? @namespace) =>
        Implies(grant.Role, role)
        && (grant.Namespace is null || grant.Namespace == @namespace || (@namespace is null && role == Role.Viewer));

    private static bool Implies(Role held, Role wanted) => held == wanted || held == Role.Infra || wanted == Role.Viewer;
}
