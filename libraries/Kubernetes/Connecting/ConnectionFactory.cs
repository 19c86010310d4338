using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Platform.Network;

namespace Platform.Kubernetes;

/// <summary>
/// Makes the connections of one cluster: HTTP/2 over several connections, the cluster's own certificate authority and nobody
/// else's, no redirects, proxies or cookies, and every address it connects to checked by <see cref="AddressGuard"/>.
/// </summary>
internal static class ConnectionFactory
{
    public static HttpMessageInvoker Create(ClusterAccess access, ClusterClientOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionLifetime = options.ConnectionLifetime,
            KeepAlivePingDelay = options.KeepAlive,
            KeepAlivePingTimeout = options.KeepAlive,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            SslOptions = Tls(access),
            ConnectCallback = (context, ct) => GuardedConnection.ConnectAsync(context.DnsEndPoint, access.Policy.Addresses, ct),
        };
        return new(handler);
    }

    /// <summary>What each request says of who sends it; null: its certificate does.</summary>
    public static AuthenticationHeaderValue? Authorization(ClusterAccess access) => access switch
    {
        { Token: { } token } => new("Bearer", token),
        { Username: { } user } => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{access.Password}"))),
        _ => null,
    };

    private static SslClientAuthenticationOptions Tls(ClusterAccess access)
    {
        var tls = new SslClientAuthenticationOptions
        {
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
        if (access is { ClientCertificatePem: { } certificate, ClientKeyPem: { } key })
            tls.ClientCertificates = [WithUsableKey(X509Certificate2.CreateFromPem(certificate, key))];
        if (access.InsecureSkipTlsVerify)
        {
#pragma warning disable CA5359 // Reached only where the platform's operator allows insecure TLS by policy.
            tls.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (access.CertificateAuthorityPem is { } authority)
        {
            var chain = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            chain.CustomTrustStore.ImportFromPem(authority);
            tls.CertificateChainPolicy = chain;
        }
        return tls;
    }

    /// <summary>Windows' TLS can't use a key that was never in a store.</summary>
    private static X509Certificate2 WithUsableKey(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
            return certificate;
        using (certificate)
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
