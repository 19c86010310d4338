using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Platform.EndToEnd.Tests.Harness;

/// <summary>A client of the gateway that keeps status codes and problems, for asserting on them.</summary>
internal sealed class Api(Uri gateway, string key) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = new Uri(gateway, "/api/v1/"), Timeout = TimeSpan.FromMinutes(2) };

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Answer> PutAsync(string path, JsonNode body) => SendAsync(HttpMethod.Put, path, Json(body));

    public Task<Answer> PostAsync(string path, JsonNode? body = null, string? idempotencyKey = null) =>
        SendAsync(HttpMethod.Post, path, Json(body ?? new JsonObject()), idempotencyKey);

    public Task<Answer> SendYamlAsync(HttpMethod method, string path, string yaml, string? idempotencyKey = null) =>
        SendAsync(method, path, new StringContent(yaml, Encoding.UTF8, "application/yaml"), idempotencyKey);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    public void Dispose() => http.Dispose();

    private static StringContent Json(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    private async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Answer(response.StatusCode, text, response.Headers.Location?.ToString());
    }
}

/// <summary>What the gateway answered.</summary>
internal sealed record Answer(HttpStatusCode Status, string Text, string? Location)
{
    public JsonObject Json => JsonNode.Parse(Text)!.AsObject();

    /// <summary>The faults of a problem: where and what.</summary>
    public IReadOnlyList<(string? Path, int? Line, string Detail)> Errors =>
        [.. (Json["errors"]?.AsArray() ?? []).Select(error => (error!["path"]?.ToString(), (int?)error["line"], error["detail"]!.ToString()))];
}
