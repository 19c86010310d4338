using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Platform.Network;
using YamlDotNet.RepresentationModel;

namespace Platform.Kubernetes;

/// <summary>
/// Reads a kubeconfig that somebody submitted. Nothing in it is run, no file it names is opened, no connection is made: exec,
/// auth-provider, file paths, proxies and impersonation are refused, each with its path and what would be right instead.
/// Only the current context is looked at and kept.
/// </summary>
public static class KubeconfigReader
{
    /// <summary>Reads the cluster of the current context. Never throws for what the text holds.</summary>
    public static KubeconfigReading Read(string yaml, KubeconfigPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        policy ??= KubeconfigPolicy.Default;
        var faults = new List<KubeconfigFault>();
        var access = Access(yaml, policy, faults);
        return faults.Count == 0 && access is not null ? new() { Access = access } : new() { Faults = faults };
    }

    private static ClusterAccess? Access(string yaml, KubeconfigPolicy policy, List<KubeconfigFault> faults)
    {
        if (KubeconfigYaml.Load(yaml, policy.MaxBytes, faults) is not { } root)
            return null;
        var document = new KubeconfigSection("", root, faults);
        if (document.Text("kind") is { } kind && kind != "Config")
        {
            document.Fault("kind", $"is {kind}; a kubeconfig has kind Config");
            return null;
        }
        if (Context(document) is not { } context
            || document.Named("clusters", "cluster", context.Required("cluster"), context) is not { } cluster
            || document.Named("users", "user", context.Required("user"), context) is not { } user)
            return null;
        return Build(context, cluster, user, policy, faults);
    }

    private static KubeconfigSection? Context(KubeconfigSection document)
    {
        var name = document.Text("current-context");
        if (string.IsNullOrEmpty(name))
        {
            var names = document.Names("contexts");
            if (names.Count != 1)
            {
                document.Fault("current-context", names.Count == 0
                    ? "is missing, and there is no context to choose"
                    : $"is missing; name one of {string.Join(", ", names)}");
                return null;
            }
            name = names[0];
        }
        return document.Named("contexts", "context", name, document, "current-context");
    }

    private static ClusterAccess? Build(KubeconfigSection context, KubeconfigSection cluster, KubeconfigSection user,
        KubeconfigPolicy policy, List<KubeconfigFault> faults)
    {
        user.Refuse("exec", "would run a program on the platform; give a token or client-certificate-data and client-key-data instead");
        user.Refuse("auth-provider", "would run a plug-in on the platform; give a token or client-certificate-data and client-key-data instead");
        user.Refuse("client-certificate", "names a file the platform does not read; give its content as client-certificate-data (base64)");
        user.Refuse("client-key", "names a file the platform does not read; give its content as client-key-data (base64)");
        user.Refuse("tokenFile", "names a file the platform does not read; give the token itself as token");
        foreach (var impersonation in new[] { "as", "as-uid", "as-groups", "as-user-extra" })
            user.Refuse(impersonation, "asks for impersonation, which is not taken from a kubeconfig; give credentials of the account itself");
        cluster.Refuse("certificate-authority", "names a file the platform does not read; give its content as certificate-authority-data (base64)");
        cluster.Refuse("proxy-url", "asks for a proxy, which is not taken from a kubeconfig; give an address the platform reaches itself");
        var insecure = cluster.Flag("insecure-skip-tls-verify");
        if (insecure && !policy.AllowInsecureTls)
            cluster.Fault("insecure-skip-tls-verify", "switches certificate checks off, which this platform does not allow; give certificate-authority-data");
        var server = Server(cluster, policy);
        var authority = cluster.Pem("certificate-authority-data", "CERTIFICATE");
        if (authority is not null && insecure)
            cluster.Fault("certificate-authority-data", "contradicts insecure-skip-tls-verify; leave one of them out");
        var certificate = user.Pem("client-certificate-data", "CERTIFICATE");
        var key = user.Pem("client-key-data", "PRIVATE KEY");
        var access = server is null ? null : new ClusterAccess
        {
            Server = server,
            Policy = policy,
            Namespace = context.Text("namespace") is { Length: > 0 } ns ? ns : null,
            TlsServerName = cluster.Text("tls-server-name") is { Length: > 0 } tls ? tls : null,
            CertificateAuthorityPem = authority,
            InsecureSkipTlsVerify = insecure,
            ClientCertificatePem = certificate,
            ClientKeyPem = key,
            Token = user.Text("token") is { Length: > 0 } token ? token.Trim() : null,
            Username = user.Text("username"),
            Password = user.Text("password"),
        };
        CheckCredentials(user, certificate, key, access, faults.Count > 0);
        return access;
    }

    private static void CheckCredentials(KubeconfigSection user, string? certificate, string? key, ClusterAccess? access, bool faulty)
    {
        if (certificate is null != key is null && !faulty)
            user.Fault(certificate is null ? "client-certificate-data" : "client-key-data", "is missing; a client certificate needs both certificate and key");
        else if (certificate is not null && key is not null && !PairFits(certificate, key))
            user.Fault("client-key-data", "does not belong to client-certificate-data, or is not an unencrypted private key");
        else if (access is { Token: null, Username: null, ClientCertificatePem: null } && !faulty)
            user.Fault("", "holds no credentials; give a token, or client-certificate-data and client-key-data");
        else if (access?.Token?.AsSpan().ContainsAny('\r', '\n', ' ') == true)
            user.Fault("token", "holds spaces or line breaks; a bearer token is one word");
    }

    private static Uri? Server(KubeconfigSection cluster, KubeconfigPolicy policy)
    {
        var text = cluster.Text("server");
        if (string.IsNullOrEmpty(text))
            cluster.Fault("server", "is missing; give the URL of the API server, e.g. https://10.0.0.1:6443");
        else if (!Uri.TryCreate(text, UriKind.Absolute, out var server) || string.IsNullOrEmpty(server.Host))
            cluster.Fault("server", $"'{Short(text)}' is not a URL; give e.g. https://10.0.0.1:6443");
        else if (server.Scheme != Uri.UriSchemeHttps && !(server.Scheme == Uri.UriSchemeHttp && policy.AllowHttp))
            cluster.Fault("server", $"has the scheme {Short(server.Scheme)}; only https is taken");
        else if (server.UserInfo.Length > 0 || server.Query.Length > 0 || server.Fragment.Length > 0)
            cluster.Fault("server", "holds user information, a query or a fragment; give host, port and path only");
        else if (AddressGuard.Refusal(server.Host, policy.Addresses) is { } refusal)
            cluster.Fault("server", refusal);
        else
            return server;
        return null;
    }

    private static string Short(string text) => text.Length <= 80 ? text : text[..80] + "…";

    private static bool PairFits(string certificate, string key)
    {
        try
        {
            using var pair = X509Certificate2.CreateFromPem(certificate, key);
            return pair.HasPrivateKey;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return false;
        }
    }
}
