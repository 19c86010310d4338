using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections.Features;
using Platform.Sandbox.Hosting;

namespace Platform.Sandbox.Api;

/// <summary>Finds out who sends a request: client certificates of the fleet's authority, or bearer tokens.</summary>
internal sealed class Authentication(Authority authority)
{
    private static readonly object Key = new();

    /// <summary>Who a request acts for: its sender, or whom it impersonates.</summary>
    public User Identify(HttpContext http, Cluster cluster)
    {
        var sender = Sender(http, cluster);
        var name = http.Request.Headers["Impersonate-User"].ToString();
        return name.Length == 0 ? sender : Impersonation.Of(cluster, sender, name, [.. http.Request.Headers["Impersonate-Group"].OfType<string>()]);
    }

    /// <summary>Throws 401 for credentials that are no good; nobody's credentials are the anonymous user's.</summary>
    private User Sender(HttpContext http, Cluster cluster)
    {
        var authorization = http.Request.Headers.Authorization.ToString();
        if (authorization.StartsWith("Bearer ", StringComparison.Ordinal))
            return cluster.Tokens.Find(authorization["Bearer ".Length..].Trim()) ?? throw Unauthorized();
        if (authorization.Length > 0) throw Unauthorized();
        var items = http.Features.Get<Microsoft.AspNetCore.Connections.Features.IConnectionItemsFeature>()?.Items;
        if (http.Connection.ClientCertificate is not null && cluster.Faults.Settings.ClientCertificatesExpired) throw Unauthorized();
        var user = items is null ? Read(http.Connection.ClientCertificate) : OfConnection(items, http.Connection.ClientCertificate);
        return user ?? throw Unauthorized();
    }

    /// <summary>A connection's certificate is looked at once. Its requests (HTTP/2) come at the same time, and its items are an ordinary dictionary.</summary>
    private User? OfConnection(IDictionary<object, object?> items, X509Certificate2? certificate)
    {
        lock (items)
        {
            if (!items.TryGetValue(Key, out var known)) items[Key] = known = Read(certificate);
            return known as User;
        }
    }

    private User? Read(X509Certificate2? certificate)
    {
        if (certificate is null) return User.Anonymous;
        if (!authority.Issued(certificate)) return null;
        var name = "";
        var groups = new List<string>();
        foreach (var part in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
        {
            var (type, value) = (part.GetSingleElementType().Value, part.GetSingleElementValue() ?? "");
            if (type == "2.5.4.3") name = value;
            if (type == "2.5.4.10") groups.Add(value);
        }
        groups.Add("system:authenticated");
        return new User(name, groups) { Credential = $"X509SHA256={certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256).ToLowerInvariant()}" };
    }

    private static KubeException Unauthorized() => new(401, "Unauthorized", "Unauthorized");
}
