using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;
using Platform.Build.Tasks;
using Platform.Contracts.Build.V1;
using Platform.Network;
using Platform.Oci;

namespace Platform.Build.Contents;

/// <summary>
/// Fetches files over HTTP from addresses that developers give: within a size and a time, from no address the platform does not allow,
/// also after a redirect, and with credentials for the server they were given for alone.
/// </summary>
internal sealed class Downloads : IDisposable
{
    private const int MaxRedirects = 5;
    private readonly BuildOptions _options;

    public Downloads(IOptions<BuildOptions> options)
    {
        _options = options.Value;
        var policy = new AddressPolicy { AllowLoopback = _options.AllowLoopback, AllowPrivateAddresses = _options.AllowPrivateAddresses };
        Http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(20),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectCallback = (context, ct) => GuardedConnection.ConnectAsync(context.DnsEndPoint, policy, ct),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>The client whose every connection is judged.</summary>
    internal HttpClient Http { get; }

    public void Dispose() => Http.Dispose();

    /// <summary>Fetches a file and gives its digest. Throws <see cref="BuildFailedException"/> saying which address failed and how.</summary>
    internal async Task<Digest> GetAsync(Uri address, string file, SourceSecrets secrets, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(_options.FetchTimeout);
        try
        {
            using var response = await FollowAsync(address, secrets, limit.Token);
            await using var body = await response.Content.ReadAsStreamAsync(limit.Token);
            return await SaveAsync(address, body, file, limit.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new BuildFailedException($"{address} cannot be fetched: {e.GetBaseException().Message}", e);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new BuildFailedException($"{address} was not fetched within {_options.FetchTimeout}.", e);
        }
    }

    private async Task<HttpResponseMessage> FollowAsync(Uri address, SourceSecrets secrets, CancellationToken ct)
    {
        var at = address;
        for (var redirects = 0; ; redirects++)
        {
            RequireScheme(address, at);
            using var request = new HttpRequestMessage(HttpMethod.Get, at);
            if (at.Authority == address.Authority && at.Scheme == address.Scheme)
                request.Headers.Authorization = LoginOf(secrets);
            var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            if (response.IsSuccessStatusCode)
                return response;

            using (response)
                at = NextOf(address, at, response, redirects);
        }
    }

    private static Uri NextOf(Uri address, Uri at, HttpResponseMessage response, int redirects) => response switch
    {
        { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } =>
            throw new BuildFailedException($"{address} is not given to us ({(int)response.StatusCode}): credentials are missing or wrong."),
        { StatusCode: >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest, Headers.Location: { } location } when redirects < MaxRedirects =>
            new Uri(at, location),
        { StatusCode: >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest, Headers.Location: not null } =>
            throw new BuildFailedException($"{address} redirects more than {MaxRedirects} times."),
        _ => throw new BuildFailedException($"{address} cannot be fetched: {at.Authority} answered {(int)response.StatusCode}."),
    };

    private void RequireScheme(Uri address, Uri at)
    {
        if (at.Scheme == Uri.UriSchemeHttps || (at.Scheme == Uri.UriSchemeHttp && _options.AllowHttp))
            return;
        throw new BuildFailedException(at == address
            ? $"{address} is {at.Scheme}://, which this platform does not allow; use https://."
            : $"{address} redirects to {at.Scheme}://{at.Authority}, which this platform does not allow.");
    }

    private async Task<Digest> SaveAsync(Uri address, Stream body, string file, CancellationToken ct)
    {
        await using var target = new FileStream(file, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 64 * 1024, useAsync: true);
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, ct)) > 0)
        {
            if (target.Length + read > _options.MaxContentBytes)
                throw new BuildFailedException($"{address} is larger than {_options.MaxContentBytes} bytes.");
            await target.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        target.Position = 0;
        return await Digest.OfAsync(target, ct);
    }

    private static AuthenticationHeaderValue? LoginOf(SourceSecrets secrets) => secrets switch
    {
        { Username: { } user } => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{secrets.Password}"))),
        { Password: { } token } => new("Bearer", token),
        _ => null,
    };
}
