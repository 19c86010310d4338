using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;

namespace Platform.Local.Delivery;

/// <summary>The few calls a delivery makes, as any client would make them: over HTTP through the gateway.</summary>
internal sealed class GatewayClient : IDisposable
{
    private readonly HttpClient http;

    public GatewayClient(Uri gateway, string key)
    {
        http = new HttpClient { BaseAddress = new Uri(gateway, "/api/v1/"), Timeout = TimeSpan.FromMinutes(2) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <exception cref="DeliveryException">Answered with an error; its text is the problem's.</exception>
    public Task<JsonObject> GetAsync(string path, CancellationToken cancellation) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellation)!;

    /// <summary>Null when there is nothing of that name.</summary>
    public async Task<JsonObject?> FindAsync(string path, CancellationToken cancellation)
    {
        using var response = await http.GetAsync(path, cancellation);
        return response.StatusCode == HttpStatusCode.NotFound ? null : await ReadAsync(response, path, cancellation);
    }

    /// <exception cref="DeliveryException">Answered with an error; its text is the problem's.</exception>
    public Task<JsonObject> PutJsonAsync(string path, JsonNode body, CancellationToken cancellation) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Put, path) { Content = Json(body) }, cancellation);

    /// <exception cref="DeliveryException">Answered with an error; its text is the problem's.</exception>
    public Task<JsonObject> PostJsonAsync(string path, JsonNode body, CancellationToken cancellation) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = Json(body) }, cancellation);

    /// <exception cref="DeliveryException">Answered with an error; its text is the problem's.</exception>
    public Task<JsonObject> SendYamlAsync(HttpMethod method, string path, string yaml, CancellationToken cancellation) =>
        SendAsync(new HttpRequestMessage(method, path) { Content = new StringContent(yaml, Encoding.UTF8, "application/yaml") }, cancellation);

    /// <summary>A text answer line by line, as it comes.</summary>
    public async IAsyncEnumerable<string> LinesAsync(string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var response = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
        while (await reader.ReadLineAsync(cancellation) is { } line)
            yield return line;
    }

    public void Dispose() => http.Dispose();

    private static StringContent Json(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    private async Task<JsonObject> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var sent = request;
        using var response = await http.SendAsync(sent, cancellation);
        return await ReadAsync(response, sent.RequestUri!.ToString(), cancellation);
    }

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage response, string path, CancellationToken cancellation)
    {
        var text = await response.Content.ReadAsStringAsync(cancellation);
        if (!response.IsSuccessStatusCode)
            throw new DeliveryException($"{path}: {(int)response.StatusCode} {text}");
        return string.IsNullOrWhiteSpace(text) ? [] : JsonNode.Parse(text)!.AsObject();
    }
}
