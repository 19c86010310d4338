namespace Platform.Oci;

/// <summary>How one registry is reached.</summary>
public sealed record RegistryEndpoint
{
    /// <summary>Its name in references, with the port if there is one.</summary>
    public required string Host { get; init; }

    /// <summary>Root of its API, before <c>/v2/</c>.</summary>
    public required Uri Address { get; init; }

    /// <summary>User name; null for anonymous use.</summary>
    public string? User { get; init; }

    /// <summary>Password or access token.</summary>
    public string? Password { get; init; }

    /// <summary>
    /// Reads <c>registry.example:5000</c> or an <c>https://</c> or <c>http://</c> URL with or without <c>user:password@</c>.
    /// Throws <see cref="FormatException"/> saying what is wrong, without the password.
    /// </summary>
    public static RegistryEndpoint Parse(string text)
    {
        var url = text.Contains("://", StringComparison.Ordinal) ? text : "https://" + text;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
            throw new FormatException("A registry is given as registry.example:5000, https://registry.example or http://registry.example.");
        if (uri.AbsolutePath != "/" || uri.Query.Length > 0)
            throw new FormatException($"The registry {uri.Authority} is given with a path; only a host and a port are expected.");

        var login = uri.UserInfo.Split(':', 2);
        return For(uri.Authority, plainHttp: uri.Scheme == Uri.UriSchemeHttp) with
        {
            User = login[0].Length > 0 ? Uri.UnescapeDataString(login[0]) : null,
            Password = login.Length > 1 ? Uri.UnescapeDataString(login[1]) : null,
        };
    }

    /// <summary>The endpoint for a host as it stands in references; docker.io has its API elsewhere.</summary>
    public static RegistryEndpoint For(string host, bool plainHttp = false) => new()
    {
        Host = host,
        Address = new Uri(host == "docker.io" ? "https://registry-1.docker.io/" : $"{(plainHttp ? "http" : "https")}://{host}/"),
    };

    /// <summary>Name and address, never the password.</summary>
    public override string ToString() => $"{Host} ({Address})";
}
