using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Platform.Network;

namespace Platform.Kubernetes;

/// <summary>
/// Makes the HTTP client of one cluster: HTTP/2 over several connections, the cluster's own certificate authority and nobody
/// else's, no redirects, proxies or cookies, and every address it connects to checked by <see cref="AddressGuard"/>.
/// </summary>
internal static class ConnectionFactory
{
    private const long MaxAnswerBytes = 64 * 1024 * 1024;

    public static HttpClient Create(ClusterAccess access, ClusterClientOptions options)
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
        var client = new HttpClient(handler)
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxAnswerBytes,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("platform/1");
        if (access.Token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", access.Token);
        else if (access.Username is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{access.Username}:{access.Password}")));
        return client;
    }

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
