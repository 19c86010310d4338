using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Platform.Kubernetes;

/// <summary>
/// Sends requests to one cluster: a bounded number in flight, a timeout each, bounded retries with jitter where a retry can help.
/// Every request sent through it may be repeated (gets, applies, deletes, reviews).
/// </summary>
internal sealed class RequestSender(ClusterAccess access, ClusterClientOptions options, TimeProvider time) : IDisposable
{
    /// <summary>No connection and no answer are tried twice, not more: a dead cluster costs its caller seconds, not minutes.</summary>
    private const int MaxSilentAttempts = 2;

    private readonly HttpMessageInvoker _http = ConnectionFactory.Create(access, options);
    private readonly AuthenticationHeaderValue? _authorization = ConnectionFactory.Authorization(access);
    private readonly SemaphoreSlim _slots = new(options.MaxInFlight);
    private readonly string _root = access.Server.AbsoluteUri.TrimEnd('/');
    private int _underWay;
    private long _heard = time.GetTimestamp();

    public bool Idle => Volatile.Read(ref _underWay) == 0;

    /// <summary>How long requests have been under way without any answer; zero when none is.</summary>
    public TimeSpan Silence => Idle ? TimeSpan.Zero : time.GetElapsedTime(Interlocked.Read(ref _heard));

    /// <summary>The answer, once it is one that was asked for; throws <see cref="KubernetesException"/> otherwise.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string path, RequestDetails details, CancellationToken ct)
    {
        if (Interlocked.Increment(ref _underWay) == 1)
            Interlocked.Exchange(ref _heard, time.GetTimestamp());
        try
        {
            var doubtful = false;
            for (var attempt = 1; ; attempt++)
            {
                var (answer, failure, cause) = await TryOnceAsync(method, path, details, ct);
                if (answer is { Succeeded: true } || (details.MayBeMissing && answer is { StatusCode: 404 }))
                    return answer with { Doubtful = doubtful };
                failure ??= FailureReader.Of(answer!);
                if (!IsWorthAnother(failure, attempt, details.MaxAttempts ?? options.MaxAttempts))
                    throw new KubernetesException(failure with { Doubtful = doubtful }, cause);
                doubtful |= failure.Unreachable;
                await Task.Delay(Pause(failure, attempt), time, ct);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    /// <summary>Opens a stream: no retries, no slot, no timeout once it is open.</summary>
    public async Task<(HttpResponseMessage? Response, KubernetesFailure? Failure)> OpenAsync(string path, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(options.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            using var request = Message(HttpMethod.Get, path, new());
            var response = await _http.SendAsync(request, either.Token);
            if (response.IsSuccessStatusCode)
                return (response, null);
            using (response)
                return (null, FailureReader.Of(await Answer.ReadAsync(response, time, either.Token)));
        }
        catch (Exception e) when (AsFailure(e, timeout.IsCancellationRequested, ct) is { } failure)
        {
            return (null, failure);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _slots.Dispose();
    }

    /// <summary>What an exception of the HTTP client says about the cluster; null when it is about something else (cancellation).</summary>
    public KubernetesFailure? AsFailure(Exception e, bool timedOut, CancellationToken ct) => e switch
    {
        _ when ct.IsCancellationRequested => null,
        OperationCanceledException when timedOut => FailureReader.TimedOut(access.Server, options.RequestTimeout),
        OperationCanceledException or HttpRequestException or IOException or SocketException or AuthenticationException or ObjectDisposedException
            => FailureReader.Unreachable(access.Server, e),
        _ => null,
    };

    private async Task<(Answer? Answer, KubernetesFailure? Failure, Exception? Cause)> TryOnceAsync(
        HttpMethod method, string path, RequestDetails details, CancellationToken ct)
    {
        await _slots.WaitAsync(ct);
        using var end = new CancellationTokenSource(details.Timeout ?? options.RequestTimeout, time);
        using var given = ct.UnsafeRegister(static end => ((CancellationTokenSource)end!).Cancel(), end);
        // A trace that nobody records ends here: a span for each request would cost a third of the request.
        if (Activity.Current is { Recorded: false })
            Activity.Current = null;
        try
        {
            using var request = Message(method, path, details);
            using var response = await _http.SendAsync(request, end.Token);
            var answer = await Answer.ReadAsync(response, time, end.Token);
            Interlocked.Exchange(ref _heard, time.GetTimestamp());
            return (answer, null, null);
        }
        catch (Exception e) when (AsFailure(e, end.IsCancellationRequested, ct) is { } failure)
        {
            return (null, failure, e);
        }
        finally
        {
            _slots.Release();
        }
    }

    private HttpRequestMessage Message(HttpMethod method, string path, RequestDetails details)
    {
        var request = new HttpRequestMessage(method, _root + path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.TryAddWithoutValidation("User-Agent", "platform/1");
        request.Headers.Authorization = _authorization;
        request.Headers.TryAddWithoutValidation("Accept", details.Accept);
        // The certificate is checked against the request's host, so another name than the URL's is given as Host.
        if (access.TlsServerName is { } name)
            request.Headers.Host = name;
        if (details.ImpersonateUser is { } user)
            request.Headers.TryAddWithoutValidation("Impersonate-User", user);
        if (details.Body is { } body)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", details.ContentType);
        }
        return request;
    }

    private bool IsWorthAnother(KubernetesFailure failure, int attempt, int maxAttempts)
    {
        // A namespace that is going away takes longer than any pause here: that is the caller's to wait for.
        if (!failure.Retryable || attempt >= maxAttempts || failure.StatusCode is 403)
            return false;
        if (failure.StatusCode == 0 && attempt >= MaxSilentAttempts)
            return false;
        return failure.RetryAfter is not { } wait || wait <= options.MaxRetryPause;
    }

    private TimeSpan Pause(KubernetesFailure failure, int attempt)
    {
        var cap = Math.Min(options.RetryPause.TotalMilliseconds * Math.Pow(2, attempt - 1), options.MaxRetryPause.TotalMilliseconds);
        var jittered = TimeSpan.FromMilliseconds(cap * Random.Shared.NextDouble());
        return failure.RetryAfter is { } wait ? wait + jittered : jittered;
    }
}
