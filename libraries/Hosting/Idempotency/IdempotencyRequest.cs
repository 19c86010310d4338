using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Platform.Hosting;

/// <summary>Who asks under which key, and a fingerprint of what.</summary>
internal static class IdempotencyRequest
{
    public const string Header = "Idempotency-Key";
    private const int LongestKey = 255;

    public static bool Takes(HttpContext context) =>
        (HttpMethods.IsPost(context.Request.Method) || HttpMethods.IsPut(context.Request.Method) || HttpMethods.IsDelete(context.Request.Method)
            || HttpMethods.IsPatch(context.Request.Method))
        && context.Request.Headers.ContainsKey(Header)
        && context.Features.Get<Identity>() is not null
        && !context.IsPassedOn()
        && context.GetEndpoint() is Microsoft.AspNetCore.Routing.RouteEndpoint;

    public static bool IsKey(string key) => key.Length is > 0 and <= LongestKey && key.All(c => c is > ' ' and <= '~');

    public static string Id(Identity caller, string key) => Hash($"{caller.Kind}\n{caller.Name}\n{key}");

    /// <summary>Hashes the request and winds its body back for the handler. What is above the limit of documents counts by its length.</summary>
    public static async Task<string> FingerprintAsync(HttpRequest request, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method}\n{request.Path}\n{request.QueryString}\n"));
        if (request.ContentLength > DocumentBody.MaximumBytes)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{request.ContentLength}"));
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }

        request.EnableBuffering(bufferThreshold: DocumentBody.MaximumBytes + 1);
        var chunk = new byte[16 * 1024];
        long total = 0;
        while (total <= DocumentBody.MaximumBytes && await request.Body.ReadAsync(chunk, ct) is var count and > 0)
        {
            hash.AppendData(chunk, 0, count);
            total += count;
        }

        request.Body.Position = 0;
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
