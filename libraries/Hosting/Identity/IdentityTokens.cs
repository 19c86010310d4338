using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Platform.Hosting;

/// <summary>
/// The header by which the gateway tells a service who is calling: <c>v1.payload.signature</c>, both Base64url, signed with
/// HMAC-SHA256 under a key derived from the master key. It lives for a minute and is bound to nothing else.
/// </summary>
public sealed class IdentityTokens(MasterKey master, TimeProvider clock)
{
    /// <summary>Name of the header.</summary>
    public const string Header = "X-Platform-Identity";

    /// <summary>How long a token is good for.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(60);

    /// <summary>How far the clocks of two machines may be apart.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    private readonly byte[] key = master.Derive("identity");

    /// <summary>A token for the caller, good from now on.</summary>
    public string Issue(Identity identity)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Claims(identity.Name, identity.Kind, [.. identity.Grants.Select(Text)], now, now + (long)Life.TotalSeconds);
        var signed = "v1." + Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims));
        return $"{signed}.{Base64Url.EncodeToString(Sign(signed))}";
    }

    /// <summary>Who the token names; null when it is forged, cut, or not of now, with the reason.</summary>
    public Identity? Read(string? token, out string reason)
    {
        reason = "it is missing";
        if (string.IsNullOrEmpty(token))
            return null;
        reason = "its signature is wrong";
        var cut = token.LastIndexOf('.');
        if (cut < 0 || !IsSigned(token[..cut], token[(cut + 1)..]))
            return null;
        var claims = JsonSerializer.Deserialize<Claims>(Base64Url.DecodeFromChars(token.AsSpan(3, cut - 3)))!;
        var now = clock.GetUtcNow();
        reason = "it has expired";
        if (now >= DateTimeOffset.FromUnixTimeSeconds(claims.Expires))
            return null;
        reason = "it is of the future: the clocks of gateway and service are apart";
        if (now + Skew < DateTimeOffset.FromUnixTimeSeconds(claims.Issued))
            return null;
        return new Identity(claims.Name, claims.Kind, [.. claims.Roles.Select(Grant)]);
    }

    private bool IsSigned(string text, string signature)
    {
        if (!text.StartsWith("v1.", StringComparison.Ordinal) || !Base64Url.IsValid(signature))
            return false;
        return CryptographicOperations.FixedTimeEquals(Sign(text), Base64Url.DecodeFromChars(signature));
    }

    private byte[] Sign(string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Text(RoleGrant grant) => grant.Namespace is null ? grant.Role.ToString() : $"{grant.Role}:{grant.Namespace}";

    private static RoleGrant Grant(string text) =>
        text.Split(':', 2) is [var role, var ns] ? new(Enum.Parse<Role>(role), ns) : new(Enum.Parse<Role>(text));

    private sealed record Claims(string Name, string Kind, string[] Roles, long Issued, long Expires);
}
