using System.Net;
using Platform.Deploy.Planning.Fetching;
using Platform.Network;

namespace Platform.Deploy.Planning.Sources;

/// <summary>
/// Fetches what applications name by address: every address a name leads to is judged when it is connected to, redirects too, and size and
/// time are limited.
/// </summary>
internal sealed class SourceDownloads : IDisposable
{
    private const int MostRedirects = 5;
    private const int MostBytes = 32 * 1024 * 1024;
    private readonly DeployOptions options;

    public SourceDownloads(DeployOptions options)
    {
        this.options = options;
        Http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectCallback = (context, ct) => GuardedConnection.ConnectAsync(context.DnsEndPoint, options.SourceAddresses, ct),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>The client whose every connection is judged.</summary>
    public HttpClient Http { get; }

    /// <exception cref="UnusableException">It isn't there, or may not be fetched.</exception>
    /// <exception cref="NotNowException">The server is away.</exception>
    public async Task<byte[]> GetAsync(Uri address, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.FetchTime);
        try
        {
            using var response = await FollowAsync(address, limit.Token);
            await using var body = await response.Content.ReadAsStreamAsync(limit.Token);
            return await ReadAsync(address, body, limit.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new NotNowException($"{address} can't be fetched: {e.GetBaseException().Message}.", e);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new NotNowException($"{address} was not fetched within {options.FetchTime}.", e);
        }
    }

    public void Dispose() => Http.Dispose();

    private async Task<HttpResponseMessage> FollowAsync(Uri address, CancellationToken ct)
    {
        var at = address;
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            if (at.Scheme != Uri.UriSchemeHttps && !(at.Scheme == Uri.UriSchemeHttp && options.SourcesByHttp))
                throw new UnusableException($"{at} is {at.Scheme}://, which this platform does not allow; use https://");
            if (AddressGuard.Refusal(at.Host, options.SourceAddresses) is { } refused)
                throw new UnusableException($"{at} is not fetched: {refused}");
            var response = await Http.GetAsync(at, HttpCompletionOption.ResponseHeadersRead, ct);
            if (response.IsSuccessStatusCode)
                return response;
            using (response)
                at = Next(at, response);
        }

        throw new UnusableException($"{address} redirects more than {MostRedirects} times");
    }

    private static Uri Next(Uri at, HttpResponseMessage response) => response switch
    {
        { StatusCode: >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest, Headers.Location: { } location } => new(at, location),
        { StatusCode: >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests } =>
            throw new NotNowException($"{at} can't be fetched: the server answers {(int)response.StatusCode}."),
        _ => throw new UnusableException($"{at} can't be fetched: the server answers {(int)response.StatusCode}"),
    };

    private static async Task<byte[]> ReadAsync(Uri address, Stream body, CancellationToken ct)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, ct)) > 0)
        {
            if (whole.Length + read > MostBytes)
                throw new UnusableException($"{address} is larger than {MostBytes} bytes");
            whole.Write(buffer, 0, read);
        }

        return whole.ToArray();
    }
}
