using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Sandbox.Controllers;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Api;

/// <summary>
/// The bearer tokens a cluster takes: JSON web tokens signed by the fleet's authority, as those of service accounts are. They hold all that is
/// to be known of their bearer, so that they are as good after a restart, until they expire or what they are bound to is gone.
/// </summary>
internal sealed class Tokens(Cluster cluster)
{
    private const string Issuer = "https://kubernetes.default.svc.cluster.local";
    private const string Header = """{"alg":"ES256","typ":"JWT"}""";

    /// <summary>So many signatures are remembered as good.</summary>
    private const int MostKnown = 1000;

    private readonly ConcurrentDictionary<string, Bearer> _known = new(StringComparer.Ordinal);

    /// <param name="Bound">The uids of what must still be there: the service account, and the Secret that holds the token.</param>
    private sealed record Bearer(User User, DateTimeOffset? Expires, IReadOnlyList<string> Bound);

    /// <summary>A token of a service account.</summary>
    /// <param name="lifetime">Null for one that doesn't expire.</param>
    /// <param name="secret">The Secret that will hold it, with which it goes.</param>
    public string ForAccount(StoredObject account, JsonArray audiences, TimeSpan? lifetime, StoredObject? secret = null)
    {
        var bound = new JsonObject { ["namespace"] = account.Namespace, ["serviceaccount"] = new JsonObject { ["name"] = account.Name, ["uid"] = account.Uid } };
        if (secret is not null) bound["secret"] = new JsonObject { ["name"] = secret.Name, ["uid"] = secret.Uid };
        var claims = Claims(User.OfServiceAccount(account.Namespace, account.Name), lifetime);
        claims["aud"] = audiences.DeepClone();
        claims["kubernetes.io"] = bound;
        return Write(claims);
    }

    /// <summary>A token of a user, for this cluster only.</summary>
    public string ForUser(User user)
    {
        var claims = Claims(user, null);
        claims["aud"] = new JsonArray(cluster.Name);
        claims["groups"] = new JsonArray([.. user.Groups.Select(g => (JsonNode)g)]);
        return Write(claims);
    }

    /// <summary>Who the bearer of a token is; null for one that isn't ours, or not good any more.</summary>
    public User? Find(string token)
    {
        if (!_known.TryGetValue(token, out var bearer))
        {
            if (Verified(token) is not { } verified) return null;
            if (_known.Count >= MostKnown) _known.Clear();
            _known[token] = bearer = verified;
        }
        if (bearer.Expires <= cluster.Time.GetUtcNow()) return null;
        if (bearer.Bound.Count == 0) return bearer.User;
        lock (cluster.Store.Gate) return bearer.Bound.All(uid => cluster.Store.FindByUid(uid) is not null) ? bearer.User : null;
    }

    private JsonObject Claims(User user, TimeSpan? lifetime)
    {
        var now = cluster.Time.GetUtcNow();
        var claims = new JsonObject { ["iss"] = Issuer, ["sub"] = user.Name, ["iat"] = now.ToUnixTimeSeconds(), ["nbf"] = now.ToUnixTimeSeconds(), ["jti"] = Guid.NewGuid().ToString() };
        if (lifetime is { } time) claims["exp"] = (now + time).ToUnixTimeSeconds();
        return claims;
    }

    private string Write(JsonObject claims)
    {
        var signed = $"{Encode(Encoding.UTF8.GetBytes(Header))}.{Encode(StoredObject.Write(claims))}";
        return $"{signed}.{Encode(cluster.Authority.Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private Bearer? Verified(string token)
    {
        var parts = token.Split('.');
        try
        {
            if (parts.Length != 3 || !cluster.Authority.Signed(Encoding.UTF8.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]))) return null;
            return Read((JsonObject)JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    private Bearer? Read(JsonObject claims)
    {
        DateTimeOffset? expires = claims["exp"] is { } seconds ? DateTimeOffset.FromUnixTimeSeconds((long)seconds) : null;
        if (claims["kubernetes.io"] is not JsonObject bound)
            return (string?)claims["aud"]?[0] == cluster.Name ? new(new User(claims.Text("sub")!, [.. claims["groups"]!.AsArray().Select(g => (string)g!)]), expires, []) : null;
        var (account, secret) = (bound["serviceaccount"], bound["secret"]);
        var user = User.OfServiceAccount(bound.Text("namespace")!, account.Text("name")!) with { Uid = account.Text("uid"), Credential = $"JTI={claims.Text("jti")}" };
        return new(user, expires, [.. new[] { account.Text("uid"), secret.Text("uid") }.OfType<string>()]);
    }
}
