using System.Net;

namespace Platform.Oci;

/// <summary>
/// Requests to one registry: authentication, time limits, and another try where a request changes nothing. Answers of 404 are given
/// back; every other refusal is an <see cref="OciException"/>.
/// </summary>
internal sealed class RegistryConnection(HttpClient http, RegistryEndpoint endpoint, TimeProvider time)
{
    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WritePatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1)];
    private readonly RegistryAuthenticator _authenticator = new(http, endpoint, time);

    internal RegistryEndpoint Endpoint => endpoint;

    internal Uri AddressOf(string repository, string rest) => new(endpoint.Address, $"v2/{repository}/{rest}");

    /// <summary>Sends a request that changes nothing, up to three times when the registry cannot be reached.</summary>
    internal async Task<HttpResponseMessage> ReadAsync(
        string repository, HttpMethod method, Uri address, string what, IReadOnlyList<string>? accept = null, CancellationToken ct = default)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await SendAsync(repository, "pull", () => Request(method, address, accept), what, ReadPatience, ct);
            }
            catch (OciException e) when (e.IsTransient && attempt < Pauses.Length)
            {
                await Task.Delay(Pauses[attempt], time, ct);
            }
        }
    }

    /// <summary>Sends a request that writes, once.</summary>
    internal Task<HttpResponseMessage> WriteAsync(string repository, Func<HttpRequestMessage> request, string what, CancellationToken ct) =>
        SendAsync(repository, "pull,push", request, what, WritePatience, ct);

    private async Task<HttpResponseMessage> SendAsync(
        string repository, string actions, Func<HttpRequestMessage> request, string what, TimeSpan patience, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience);
        try
        {
            var scope = $"repository:{repository}:{actions}";
            var response = await OnceAsync(request, scope, limit.Token);
            if (response.StatusCode == HttpStatusCode.Unauthorized && await AuthenticateAsync(response, scope, limit.Token))
            {
                response.Dispose();
                response = await OnceAsync(request, scope, limit.Token);
            }

            return response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotFound
                ? response
                : throw await RefusedAsync(response, what, limit.Token);
        }
        catch (HttpRequestException e)
        {
            throw RegistryFailure.Of(endpoint, e);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw RegistryFailure.NoAnswer(endpoint, patience, e);
        }
    }

    private async Task<HttpResponseMessage> OnceAsync(Func<HttpRequestMessage> make, string scope, CancellationToken ct)
    {
        using var request = make();
        // An upload may be sent on to another host (a storage service): credentials are for the registry alone.
        if (request.RequestUri!.Authority == endpoint.Address.Authority)
            request.Headers.Authorization = _authenticator.For(scope);
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
    }

    private async Task<bool> AuthenticateAsync(HttpResponseMessage response, string scope, CancellationToken ct) =>
        RegistryChallenge.From(response.Headers) is { } challenge && await _authenticator.AnswerAsync(challenge, scope, ct) is not null;

    private async Task<OciException> RefusedAsync(HttpResponseMessage response, string what, CancellationToken ct)
    {
        using (response)
        {
            await using var body = await response.Content.ReadAsStreamAsync(ct);
            var buffer = new byte[4096];
            var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
            return RegistryFailure.Of(endpoint, response, what, System.Text.Encoding.UTF8.GetString(buffer, 0, read));
        }
    }

    private static HttpRequestMessage Request(HttpMethod method, Uri address, IReadOnlyList<string>? accept)
    {
        var request = new HttpRequestMessage(method, address);
        foreach (var mediaType in accept ?? [])
            request.Headers.Accept.ParseAdd(mediaType);
        return request;
    }
}
