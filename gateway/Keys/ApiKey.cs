using Platform.Hosting;
using Platform.Storage;

namespace Platform.Gateway.Keys;

/// <summary>A key as stored: never the key itself.</summary>
internal sealed class ApiKey : IDocument
{
    /// <summary>The middle of <c>pk_&lt;id&gt;_&lt;secret&gt;</c>.</summary>
    public string Id { get; set; } = "";

    public long Version { get; set; }

    /// <summary>Whose it is; names the caller in audit and logs, so no two keys share one.</summary>
    public string Name { get; set; } = "";

    /// <summary>SHA-256 of the secret in Base64. The secret has 256 random bits: a slow hash would add nothing.</summary>
    public string Hash { get; set; } = "";

    public List<RoleGrant> Roles { get; set; } = [];

    public DateTimeOffset CreatedAt { get; set; }

    public string CreatedBy { get; set; } = "";

    /// <summary>From when on it opens nothing; null = never. The document stays, so that a list still shows it.</summary>
    public DateTimeOffset? ValidUntil { get; set; }
}
