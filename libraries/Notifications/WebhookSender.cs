using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Network;

namespace Platform.Notifications;

/// <summary>
/// Posts to URLs that somebody submitted: every address is judged when it is connected to, redirects are not followed, nothing is read but a
/// short answer. Signed as Standard Webhooks has it: HMAC-SHA256 over id, time and body, in the headers <c>webhook-id</c>,
/// <c>webhook-timestamp</c>, <c>webhook-signature</c>.
/// </summary>
public sealed class WebhookSender : IDisposable
{
    private const int LongestAnswer = 16 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client;
    private readonly TimeProvider _time;

    /// <summary>Where it may post to.</summary>
    public WebhookSender(AddressPolicy policy, TimeProvider time)
    {
        _time = time;
        var handler = GuardedHttp.Handler(policy);
        handler.MaxConnectionsPerServer = 8;
        handler.MaxResponseDrainSize = LongestAnswer;
        _client = new(handler)
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LongestAnswer,
        };
    }

    /// <summary>Never throws for what the receiver does.</summary>
    public async Task<SendOutcome> SendAsync(WebhookMessage message, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(message);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            using var request = Request(message);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (!response.IsSuccessStatusCode)
                return new($"{message.Url.Host} answered {(int)response.StatusCode}", response.StatusCode == HttpStatusCode.Gone, Wait(response), (int)response.StatusCode);
            return message.Chat ? Taken(message.Url, await response.Content.ReadAsStringAsync(patience.Token)) : SendOutcome.Arrived;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new($"{message.Url.Host} did not answer within {Patience.TotalSeconds:0} s");
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException)
        {
            return new($"{message.Url.Host} can't be reached: {e.GetBaseException().Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>The signature of a message, for receivers to compare with: <c>v1,</c> and Base64.</summary>
    public static string Signature(ReadOnlySpan<byte> secret, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hmac.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")));
        hmac.AppendData(body);
        return "v1," + Convert.ToBase64String(hmac.GetHashAndReset());
    }

    private HttpRequestMessage Request(WebhookMessage message)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, message.Url) { Content = new ByteArrayContent(message.Body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(message.ContentType);
        request.Headers.UserAgent.ParseAdd("platform-notifications/1");
        var timestamp = _time.GetUtcNow().ToUnixTimeSeconds();
        request.Headers.Add("webhook-id", message.Id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        if (message.Secret is { } secret)
            request.Headers.Add("webhook-signature", Signature(secret, message.Id, timestamp, message.Body));
        return request;
    }

    private TimeSpan? Wait(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - _time.GetUtcNow(),
        _ => null,
    };

    /// <summary>DingTalk says <c>errcode</c>, Lark <c>code</c>, and both 0 when all is well; Slack says <c>ok</c> in plain text.</summary>
    private static SendOutcome Taken(Uri url, string answer)
    {
        try
        {
            if (JsonNode.Parse(answer) is JsonObject said && (said["errcode"] ?? said["code"]) is JsonValue code && code.ToString() != "0")
                return new($"{url.Host} did not take it: {said["errmsg"] ?? said["msg"] ?? code}");
        }
        catch (JsonException)
        {
            // Plain text.
        }
        return SendOutcome.Arrived;
    }
}
