using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Api;

/// <summary>Writes answers.</summary>
internal static class Answers
{
    public static Task JsonAsync(HttpContext http, int code, JsonNode body) => BytesAsync(http, code, StoredObject.Write(body));

    public static async Task BytesAsync(HttpContext http, int code, ReadOnlyMemory<byte> body, string contentType = "application/json")
    {
        http.Response.StatusCode = code;
        if (http.Items.TryGetValue("yaml", out _) && contentType == "application/json")
        {
            contentType = "application/yaml";
            body = System.Text.Encoding.UTF8.GetBytes(YamlText.Of(JsonNode.Parse(body.Span)));
        }
        http.Response.ContentType = contentType;
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body);
    }

    public static Task TextAsync(HttpContext http, int code, string text) =>
        BytesAsync(http, code, System.Text.Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8");

    public static Task FailureAsync(HttpContext http, KubeException failure)
    {
        if (failure.Details?["retryAfterSeconds"] is { } seconds) http.Response.Headers.RetryAfter = seconds.ToString();
        else if (failure.Code == 429) http.Response.Headers.RetryAfter = "1";
        return JsonAsync(http, failure.Code, failure.ToStatus());
    }

    public static void Warn(HttpContext http, IEnumerable<string> warnings)
    {
        foreach (var warning in warnings)
            http.Response.Headers.Append("Warning", $"299 - \"{Printable(warning).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
    }

    /// <summary>A header holds no other characters; a warning may name a field that somebody made up.</summary>
    private static string Printable(string text) => string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c : '?'));
}
