using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Platform.Sandbox.Hosting;

/// <summary>The certificate authority of a fleet: signs the server's certificate, those of users, and tokens. Kept in the data folder.</summary>
internal sealed class Authority : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2 _certificate;
    private readonly TimeProvider _time;

    private Authority(X509Certificate2 certificate, TimeProvider time) => (_certificate, _time) = (certificate, time);

    public string Pem => _certificate.ExportCertificatePem();

    /// <summary>Reads the authority of a folder or makes one there; without a folder it lives in memory only.</summary>
    public static Authority Open(string? directory, TimeProvider time)
    {
        var path = directory is null ? null : Path.Combine(directory, "ca.pem");
        if (path is not null && File.Exists(path))
        {
            var pem = File.ReadAllText(path);
            return new Authority(X509Certificate2.CreateFromPem(pem, pem), time);
        }
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=sandbox", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        var now = time.GetUtcNow();
        var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
        if (path is not null) Secrets.Write(path, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
        return new Authority(certificate, time);
    }

    /// <summary>The certificate clusters answer with, for the loopback addresses and localhost.</summary>
    /// <param name="lifetime">From now on; negative for one that has expired.</param>
    public X509Certificate2 IssueServer(IEnumerable<string> hosts, TimeSpan? lifetime = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=kube-apiserver", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
            if (IPAddress.TryParse(host, out var address)) names.AddIpAddress(address);
            else names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], false));
        using var signed = Sign(request, lifetime);
        using var withKey = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>A user's certificate and key as PEM. Groups are the certificate's organizations.</summary>
    public (string Certificate, string Key) IssueUser(string name, params string[] groups)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        foreach (var group in groups) subject.AddOrganizationName(group);
        subject.AddCommonName(name);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ClientAuthentication)], false));
        using var signed = Sign(request);
        return (signed.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>The certificate is one of ours and valid now.</summary>
    public bool Issued(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = _time.GetUtcNow().UtcDateTime;
        return chain.Build(certificate);
    }

    /// <summary>The signature of some bytes (ES256).</summary>
    public byte[] Sign(byte[] bytes)
    {
        using var key = _certificate.GetECDsaPrivateKey()!;
        return key.SignData(bytes, HashAlgorithmName.SHA256);
    }

    /// <summary>The signature is ours, of these bytes.</summary>
    public bool Signed(byte[] bytes, byte[] signature)
    {
        using var key = _certificate.GetECDsaPublicKey()!;
        return key.VerifyData(bytes, signature, HashAlgorithmName.SHA256);
    }

    public void Dispose() => _certificate.Dispose();

    private X509Certificate2 Sign(CertificateRequest request, TimeSpan? lifetime = null)
    {
        var now = _time.GetUtcNow();
        var end = now + (lifetime ?? TimeSpan.FromDays(5 * 365));
        return request.Create(_certificate, (end < now ? end : now).AddHours(-1), end, RandomNumberGenerator.GetBytes(16));
    }
}
