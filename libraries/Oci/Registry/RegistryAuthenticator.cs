using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platform.Oci;

/// <summary>Answers a registry's challenges and keeps the answers: one token per scope, used until shortly before it expires.</summary>
internal sealed class RegistryAuthenticator(HttpClient http, RegistryEndpoint endpoint, TimeProvider time)
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, (AuthenticationHeaderValue Header, DateTimeOffset Until)> _known = new();

    internal AuthenticationHeaderValue? For(string scope) =>
        _known.TryGetValue(scope, out var known) && known.Until > time.GetUtcNow() ? known.Header : null;

    /// <summary>Gets what the challenge asks for; null when it cannot be had.</summary>
    internal async Task<AuthenticationHeaderValue?> AnswerAsync(RegistryChallenge challenge, string scope, CancellationToken ct)
    {
        var (header, until) = challenge.IsBearer
            ? await TokenAsync(challenge, scope, ct)
            : (BasicHeader(), DateTimeOffset.MaxValue);
        if (header is not null)
            _known[scope] = (header, until);
        return header;
    }

    private async Task<(AuthenticationHeaderValue? Header, DateTimeOffset Until)> TokenAsync(
        RegistryChallenge challenge, string scope, CancellationToken ct)
    {
        var address = challenge.TokenAddress(endpoint, scope);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = BasicHeader();
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        if (!response.IsSuccessStatusCode)
            throw RegistryFailure.Of(endpoint, response, $"a token from {address.Authority}", "");

        await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
        var content = await Streams.ReadAtMostAsync(body, 1024 * 1024, "The token", patience.Token);
        var token = Read(content);
        return token?.Value is { Length: > 0 } value
            ? (new AuthenticationHeaderValue("Bearer", value), time.GetUtcNow() + TimeSpan.FromSeconds(token.ExpiresIn ?? 60) - Margin)
            : (null, default);
    }

    private static TokenAnswer? Read(byte[] content)
    {
        try
        {
            return JsonSerializer.Deserialize<TokenAnswer>(content);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private AuthenticationHeaderValue? BasicHeader() => endpoint.User is null
        ? null
        : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{endpoint.User}:{endpoint.Password}")));

    private sealed record TokenAnswer(
        [property: JsonPropertyName("token")] string? Token,
        [property: JsonPropertyName("access_token")] string? AccessToken,
        [property: JsonPropertyName("expires_in")] int? ExpiresIn)
    {
        internal string? Value => Token ?? AccessToken;
    }
}
