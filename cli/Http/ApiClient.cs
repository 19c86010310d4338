using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Cli.Http;

/// <summary>The platform's API as the commands need it: JSON in and out, faults as <see cref="CommandFailure"/>.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient http;
    private readonly Uri address;

    public ApiClient(Uri address, string? key, HttpMessageHandler connection)
    {
        this.address = address;
        http = new HttpClient(connection) { BaseAddress = new Uri(address, "api/v1/"), Timeout = TimeSpan.FromMinutes(6) };
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("platform-cli", "0.1"));
        if (key is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    public async Task<JsonObject> GetAsync(string path, CancellationToken ct) =>
        await SendAsync(HttpMethod.Get, path, null, ct) as JsonObject ?? throw Unexpected(path);

    /// <summary>All items of a list, page after page.</summary>
    public async Task<JsonArray> ListAsync(string path, CancellationToken ct)
    {
        var items = new JsonArray();
        var next = "";
        do
        {
            var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var page = await GetAsync(next.Length == 0 ? path : $"{path}{separator}continue={Uri.EscapeDataString(next)}", ct);
            foreach (var item in page["items"] as JsonArray ?? throw Unexpected(path))
            {
                items.Add(item?.DeepClone());
            }

            next = page["continue"]?.GetValue<string>() ?? "";
        }
        while (next.Length > 0);
        return items;
    }

    public Task<JsonNode?> PutAsync(string path, JsonNode? body, CancellationToken ct) =>
        SendAsync(HttpMethod.Put, path, body is null ? null : Json(body), ct);

    public Task<JsonNode?> PutYamlAsync(string path, string yaml, CancellationToken ct) => SendAsync(HttpMethod.Put, path, Yaml(yaml), ct);

    public Task<JsonNode?> PostAsync(string path, JsonNode? body, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, path, body is null ? null : Json(body), ct);

    public Task<JsonNode?> PostYamlAsync(string path, string yaml, CancellationToken ct) => SendAsync(HttpMethod.Post, path, Yaml(yaml), ct);

    public Task DeleteAsync(string path, CancellationToken ct) => SendAsync(HttpMethod.Delete, path, null, ct);

    /// <summary>The lines of a text that may go on for hours, as they come.</summary>
    public async IAsyncEnumerable<string> LinesAsync(string path, [EnumeratorCancellation] CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/plain"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/problem+json"));
        using var response = await ReachAsync(() => http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct), ct);
        if (!response.IsSuccessStatusCode)
            throw new ApiProblem(response.StatusCode, await response.Content.ReadAsStringAsync(ct), response.Headers.RetryAfter?.Delta);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(ct));
        while (await ReachAsync(() => reader.ReadLineAsync(ct).AsTask(), ct) is { } line)
            yield return line;
    }

    public void Dispose() => http.Dispose();

    private async Task<T> ReachAsync<T>(Func<Task<T>> ask, CancellationToken ct)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new ServerUnreachable($"{address} can't be reached: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new ServerUnreachable($"{address} does not answer.", e);
        }
    }

    private static StringContent Json(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    private static StringContent Yaml(string text) => new(text, Encoding.UTF8, "application/yaml");

    private async Task<JsonNode?> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (method != HttpMethod.Get)
        {
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        }

        try
        {
            using var response = await ReachAsync(() => http.SendAsync(request, ct), ct);
            var text = await ReachAsync(() => response.Content.ReadAsStringAsync(ct), ct);
            return response.IsSuccessStatusCode
                ? text.Length == 0 ? null : JsonNode.Parse(text)
                : throw new ApiProblem(response.StatusCode, text, response.Headers.RetryAfter?.Delta);
        }
        catch (JsonException e)
        {
            throw new CommandFailure(ExitCodes.Unavailable, $"{address} answers something that is not JSON: is it the platform?", e);
        }
    }

    private CommandFailure Unexpected(string path) =>
        new(ExitCodes.Unavailable, $"{address} answers {path} with something unexpected: is it the platform, of the same version?");
}
