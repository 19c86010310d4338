using System.Text.RegularExpressions;
using Platform.Hosting;

namespace Platform.Gateway.Keys;

/// <summary>Everything that is wrong with a request for a key.</summary>
internal static partial class NewKeyCheck
{
    private static readonly string RoleNames = string.Join(", ", Enum.GetNames<Role>().Select(n => n.ToLowerInvariant()));

    public static IReadOnlyList<ProblemError> Check(NewKey key, DateTimeOffset now, out List<RoleGrant> grants)
    {
        var faults = new List<ProblemError>();
        grants = [];
        if (key.Name is null || !Label().IsMatch(key.Name))
            faults.Add(new("/name", "The name must be a DNS label: 1 to 63 lower-case letters, digits and '-'."));
        else if (key.Name == AdminKey.Name)
            faults.Add(new("/name", "'admin' is the administrator's own key."));
        if (key.ExpiresAt <= now)
            faults.Add(new("/expiresAt", "This time is past."));
        if (key.Roles is not { Count: > 0 })
            faults.Add(new("/roles", $"A key needs at least one role, such as {{\"role\": \"viewer\", \"namespace\": \"default\"}}; there are {RoleNames}."));
        for (var i = 0; i < key.Roles?.Count; i++)
            Check(key.Roles[i], $"/roles/{i}", faults, grants);
        return faults;
    }

    private static void Check(NewGrant grant, string path, List<ProblemError> faults, List<RoleGrant> grants)
    {
        var ns = grant.Namespace is "*" ? null : grant.Namespace;
        if (grant.Role is null || !Enum.TryParse<Role>(grant.Role, ignoreCase: true, out var role) || !char.IsLetter(grant.Role[0]))
            faults.Add(new($"{path}/role", $"'{grant.Role}' is no role; there are {RoleNames}."));
        else if (ns is not null && !Label().IsMatch(ns))
            faults.Add(new($"{path}/namespace", "A namespace is a DNS label; leave it out for all."));
        else if (role == Role.Infra && ns is not null)
            faults.Add(new($"{path}/namespace", "The role infra is platform-wide; leave the namespace out."));
        else
            grants.Add(new RoleGrant(role, ns));
    }

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\z")]
    private static partial Regex Label();
}
