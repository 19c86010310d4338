using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Platform.Oci;

/// <summary>What a registry asks for on 401: basic credentials, or a token from a realm (distribution's token specification).</summary>
internal sealed partial record RegistryChallenge(bool IsBearer, IReadOnlyDictionary<string, string> Parameters)
{
    internal static RegistryChallenge? From(HttpResponseHeaders headers)
    {
        var offered = headers.WwwAuthenticate.ToList();
        var chosen = offered.Find(c => c.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
            ?? offered.Find(c => c.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase));
        if (chosen is null)
            return null;

        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (Match match in Parameter().Matches(chosen.Parameter ?? ""))
            parameters[match.Groups["key"].Value] = match.Groups["value"].Value;
        return new RegistryChallenge(chosen.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase), parameters);
    }

    /// <summary>The address of the token for this challenge.</summary>
    internal Uri TokenAddress(RegistryEndpoint endpoint, string scope)
    {
        var realm = Parameters.GetValueOrDefault("realm");
        if (!Uri.TryCreate(realm, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
            throw new OciException(OciError.Unauthorized, $"{endpoint.Host} asks for a token from '{realm}', which is no web address.");
        if (address.Scheme == Uri.UriSchemeHttp && endpoint.Address.Scheme == Uri.UriSchemeHttps)
            throw new OciException(OciError.Unauthorized, $"{endpoint.Host} asks for credentials to be sent to {address.Authority} without TLS.");

        var query = $"service={Uri.EscapeDataString(Parameters.GetValueOrDefault("service") ?? "")}&scope={Uri.EscapeDataString(scope)}";
        return new Uri(realm + (realm!.Contains('?', StringComparison.Ordinal) ? '&' : '?') + query);
    }

    [GeneratedRegex(@"(?<key>[A-Za-z_]+)=""(?<value>[^""]*)""")]
    private static partial Regex Parameter();
}
