using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Platform.Network;

namespace Platform.Deploy.Tasks;

/// <summary>HTTP to addresses that applications name: only where the platform allows, judged again when a name resolves; no redirects are followed.</summary>
internal sealed class Outward : IDisposable
{
    private const int LongestAnswer = 256 * 1024;
    private readonly AddressPolicy policy;
    private readonly HttpClient http;

    public Outward(DeployOptions options)
    {
        policy = options.CallAddresses;
        http = new(GuardedHttp.Handler(policy)) { Timeout = TimeSpan.FromSeconds(20), MaxResponseContentBufferSize = LongestAnswer };
    }

    /// <summary>Sends it. Answers of 408, 429 and 5xx may be tried again; other refusals not.</summary>
    public async Task<TaskResult> SendAsync(HttpMethod method, string url, JsonNode? body, IEnumerable<KeyValuePair<string, string>> headers, CancellationToken ct)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return TaskResult.Refused("the URL is no http or https URL");
        if (AddressGuard.Refusal(uri.Host, policy) is { } refusal)
            return TaskResult.Refused($"{uri.Host}: {refusal}");
        using var request = new HttpRequestMessage(method, uri);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using var response = await http.SendAsync(request, ct);
            return Result(uri, response, await response.Content.ReadAsStringAsync(ct));
        }
        catch (HttpRequestException e)
        {
            // Where to is in the message, the rest of the URL may be a secret (a Slack hook).
            return TaskResult.Failed($"{uri.Host}: {e.Message}");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return TaskResult.Failed($"{uri.Host} did not answer within {http.Timeout.TotalSeconds:0} s");
        }
    }

    public void Dispose() => http.Dispose();

    private static TaskResult Result(Uri uri, HttpResponseMessage response, string text)
    {
        var code = (int)response.StatusCode;
        if (code is 408 or 429 or >= 500)
            return TaskResult.Failed($"{uri.Host} answered {code}");
        if (code >= 300)
            return TaskResult.Refused($"{uri.Host} answered {code}");
        var headers = new JsonObject();
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
            headers[name] = string.Join(", ", values);
        return TaskResult.Done($"{uri.Host} answered {code}", new()
        {
            ["response"] = new JsonObject { ["statusCode"] = code, ["body"] = text, ["header"] = headers },
        });
    }
}
