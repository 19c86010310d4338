using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Kubernetes;

/// <summary>
/// What is needed to speak to one cluster, and nothing else of the kubeconfig it came from. Holds secrets: never log or return it.
/// </summary>
public sealed class ClusterAccess
{
    internal ClusterAccess()
    {
    }

    /// <summary>The API server, e.g. <c>https://10.0.0.1:6443</c>; may have a path.</summary>
    public required Uri Server { get; init; }

    /// <summary>Namespace of the context; null when it names none.</summary>
    public string? Namespace { get; init; }

    /// <summary>The name its certificate is checked against, when not the host of <see cref="Server"/>.</summary>
    public string? TlsServerName { get; init; }

    internal string? CertificateAuthorityPem { get; init; }

    internal bool InsecureSkipTlsVerify { get; init; }

    internal string? ClientCertificatePem { get; init; }

    internal string? ClientKeyPem { get; init; }

    internal string? Token { get; init; }

    internal string? Username { get; init; }

    internal string? Password { get; init; }

    internal KubeconfigPolicy Policy { get; init; } = KubeconfigPolicy.Default;

    /// <summary>SHA-256 over server and credentials, hexadecimal: what a cached client is keyed by.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToKubeconfig())));

    /// <summary>A kubeconfig (as JSON, which is YAML) that holds this access alone: what is worth storing, encrypted.</summary>
    public string ToKubeconfig()
    {
        var document = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Config",
            ["current-context"] = "cluster",
            ["contexts"] = Named("context", new JsonObject { ["cluster"] = "cluster", ["user"] = "cluster", ["namespace"] = Namespace }),
            ["clusters"] = Named("cluster", new JsonObject
            {
                ["server"] = Server.OriginalString,
                ["tls-server-name"] = TlsServerName,
                ["certificate-authority-data"] = Data(CertificateAuthorityPem),
                ["insecure-skip-tls-verify"] = InsecureSkipTlsVerify ? true : null,
            }),
            ["users"] = Named("user", new JsonObject
            {
                ["client-certificate-data"] = Data(ClientCertificatePem),
                ["client-key-data"] = Data(ClientKeyPem),
                ["token"] = Token,
                ["username"] = Username,
                ["password"] = Password,
            }),
        };
        return document.ToJsonString(JsonSerializerOptions.Default);
    }

    /// <summary>The server alone: safe to log.</summary>
    public override string ToString() => Server.GetLeftPart(UriPartial.Authority);

    private static JsonArray Named(string what, JsonObject value)
    {
        foreach (var name in value.Where(p => p.Value is null).Select(p => p.Key).ToList())
            value.Remove(name);
        return [new JsonObject { ["name"] = "cluster", [what] = value }];
    }

    private static string? Data(string? pem) => pem is null ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(pem));
}
