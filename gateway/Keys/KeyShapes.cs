using Platform.Hosting;

namespace Platform.Gateway.Keys;

/// <summary>What is asked for.</summary>
internal sealed record NewKey
{
    /// <summary>Names the caller in audit and logs: a DNS label, used by no other key.</summary>
    public string? Name { get; init; }

    public IReadOnlyList<NewGrant>? Roles { get; init; }

    /// <summary>From when on the key opens nothing; absent = never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A role as asked for; without a namespace (or with <c>*</c>) it holds in all.</summary>
internal sealed record NewGrant
{
    public string? Role { get; init; }

    public string? Namespace { get; init; }
}

/// <summary>A key as shown: never its secret.</summary>
internal sealed record KeyView(
    string Id, string Name, IReadOnlyList<RoleGrant> Roles, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? ExpiresAt, bool Expired)
{
    public static KeyView Of(ApiKey key, DateTimeOffset now) =>
        new(key.Id, key.Name, key.Roles, key.CreatedAt, key.CreatedBy, key.ValidUntil, key.ValidUntil <= now);
}

/// <summary>A key just made: the only time its text is shown.</summary>
internal sealed record CreatedKey(
    string Id, string Name, string Key, IReadOnlyList<RoleGrant> Roles, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);
