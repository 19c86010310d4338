using System.Net;
using System.Net.Http.Headers;

namespace Platform.Network;

/// <summary>
/// Fetches files over HTTP from addresses that users give: within a size and a time, from no address the policy does not allow, also after a
/// redirect, and with credentials for the server they were given for alone.
/// </summary>
public sealed class Downloader : IDisposable
{
    private const int MaxRedirects = 5;
    private readonly DownloadPolicy policy;

    /// <summary>Makes one; it keeps its connections.</summary>
    public Downloader(DownloadPolicy policy)
    {
        this.policy = policy;
        Http = new(GuardedHttp.Handler(policy.Addresses)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The client whose every connection is judged by address.</summary>
    public HttpClient Http { get; }

    /// <inheritdoc/>
    public void Dispose() => Http.Dispose();

    /// <summary>Fetches a file.</summary>
    /// <exception cref="FetchException">It isn't there, is too large, may not be fetched, or its server is away.</exception>
    public async Task<byte[]> GetAsync(Uri address, AuthenticationHeaderValue? login = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(policy.TimeLimit);
        try
        {
            using var response = await FollowAsync(address, login, limit.Token);
            await using var body = await response.Content.ReadAsStreamAsync(limit.Token);
            return await ReadAsync(address, body, limit.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new FetchException($"{address} cannot be fetched: {e.GetBaseException().Message}", isTransient: true, e);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new FetchException($"{address} was not fetched within {policy.TimeLimit}", isTransient: true, e);
        }
    }

    private async Task<HttpResponseMessage> FollowAsync(Uri address, AuthenticationHeaderValue? login, CancellationToken ct)
    {
        var at = address;
        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            RequireAllowed(address, at);
            using var request = new HttpRequestMessage(HttpMethod.Get, at);
            if (at.Authority == address.Authority && at.Scheme == address.Scheme)
                request.Headers.Authorization = login;
            var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            if (response.IsSuccessStatusCode)
                return response;
            using (response)
                at = Next(address, at, response);
        }

        throw new FetchException($"{address} redirects more than {MaxRedirects} times");
    }

    private void RequireAllowed(Uri address, Uri at)
    {
        var subject = at == address ? $"{address} is" : $"{address} redirects to {at.Scheme}://{at.Authority}, which is";
        if (at.Scheme != Uri.UriSchemeHttps && !(at.Scheme == Uri.UriSchemeHttp && policy.AllowHttp))
            throw new FetchException($"{subject} {at.Scheme}://, which this platform does not allow; use https://");
        if (AddressGuard.Refusal(at.Host, policy.Addresses) is { } refused)
            throw new FetchException($"{subject} not fetched: {refused}");
    }

    private static Uri Next(Uri address, Uri at, HttpResponseMessage response) => response switch
    {
        { StatusCode: >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest, Headers.Location: { } location } => new(at, location),
        { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } =>
            throw new FetchException($"{address} is not given to us ({(int)response.StatusCode}): credentials are missing or wrong"),
        { StatusCode: >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests } =>
            throw new FetchException($"{address} cannot be fetched: {at.Authority} answered {(int)response.StatusCode}", isTransient: true),
        _ => throw new FetchException($"{address} cannot be fetched: {at.Authority} answered {(int)response.StatusCode}"),
    };

    private async Task<byte[]> ReadAsync(Uri address, Stream body, CancellationToken ct)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, ct)) > 0)
        {
            if (whole.Length + read > policy.MaxBytes)
                throw new FetchException($"{address} is larger than {policy.MaxBytes} bytes");
            whole.Write(buffer, 0, read);
        }

        return whole.ToArray();
    }
}
