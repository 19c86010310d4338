using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Platform.Sandbox.Api;

namespace Platform.Sandbox.Tests.Support;

/// <summary>A plain HTTP client of a sandbox cluster, made from its kubeconfig.</summary>
internal sealed class TestClient : IDisposable
{
    private readonly HttpClient _http;

    public TestClient(string kubeconfig, bool withCredentials = true)
    {
        var yaml = (JsonObject)YamlReader.Read(kubeconfig)!;
        var server = (string)yaml["clusters"]![0]!["cluster"]!["server"]!;
        using var authority = X509Certificate2.CreateFromPem(Text(yaml["clusters"]![0]!["cluster"]!["certificate-authority-data"]));
        var trusted = new X509Certificate2Collection(X509CertificateLoader.LoadCertificate(authority.RawData));
        var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(trusted);
        var user = yaml["users"]![0]!["user"]!;
        if (withCredentials && user["client-certificate-data"] is { } certificate)
        {
            using var pem = X509Certificate2.CreateFromPem(Text(certificate), Text(user["client-key-data"]));
            handler.SslOptions.ClientCertificates = [X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null)];
        }
        _http = new HttpClient(handler) { BaseAddress = new Uri(server + "/"), Timeout = TimeSpan.FromSeconds(30), DefaultRequestVersion = new Version(2, 0) };
        if (withCredentials && (string?)user["token"] is { } token) _http.DefaultRequestHeaders.Authorization = new("Bearer", token);
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct = default) =>
        _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);

    public async Task<(int Code, JsonNode? Body)> SendAsync(string method, string path, JsonNode? body = null, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path.TrimStart('/')) { Version = new Version(2, 0) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8) { Headers = { ContentType = new MediaTypeHeaderValue(contentType) } };
        using var response = await SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text) : null);
    }

    public Task<(int Code, JsonNode? Body)> GetAsync(string path) => SendAsync("GET", path);

    public Task<(int Code, JsonNode? Body)> ApplyAsync(string path, JsonNode body, string manager, bool force = false) =>
        SendAsync("PATCH", $"{path}?fieldManager={manager}{(force ? "&force=true" : "")}", body, "application/apply-patch+yaml");

    public void Dispose() => _http.Dispose();

    private static string Text(JsonNode? base64) => Encoding.UTF8.GetString(Convert.FromBase64String((string)base64!));
}
