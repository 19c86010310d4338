using System.Net;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Platform.Network;

namespace Platform.Notifications;

/// <summary>Sends mail over SMTP; the server's address is judged as a webhook's is.</summary>
public sealed class MailSender(AddressPolicy policy)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Never throws for what the server does.</summary>
    public async Task<SendOutcome> SendAsync(MailServer server, IEnumerable<string> to, string subject, string text, string id, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(server);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            using var message = Message(server, to, subject, text, id);
            await using var stream = await GuardedConnection.ConnectAsync(new DnsEndPoint(server.Host, server.Port), policy, patience.Token);
            // Lists of revoked certificates can't be had in sites without network, nor of a company's own authority; webhooks don't ask for them either.
            using var client = new SmtpClient { CheckCertificateRevocation = false };
            await client.ConnectAsync(stream, server.Host, server.Port, Security(server), patience.Token);
            if (server.User is { Length: > 0 } user)
                await client.AuthenticateAsync(user, server.Password ?? "", patience.Token);
            await client.SendAsync(message, patience.Token);
            await client.DisconnectAsync(quit: true, patience.Token);
            return SendOutcome.Arrived;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new($"{server.Host} did not take the mail within {Patience.TotalSeconds:0} s");
        }
        catch (SmtpCommandException e)
        {
            // 5xx is for good, 4xx for now (RFC 5321, 4.2.1).
            return new($"{server.Host} refused the mail: {e.Message}", Final: (int)e.StatusCode >= 500);
        }
        catch (ParseException e)
        {
            return new($"a mail address is wrong: {e.Message}", Final: true);
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException or ProtocolException or AuthenticationException or SslHandshakeException or NotSupportedException)
        {
            return new($"{server.Host}: {e.GetBaseException().Message}");
        }
    }

    private static MimeMessage Message(MailServer server, IEnumerable<string> to, string subject, string text, string id)
    {
        var message = new MimeMessage { Subject = subject, Body = new TextPart("plain") { Text = text }, MessageId = $"{id}@platform" };
        var from = MailboxAddress.Parse(server.From);
        from.Name = server.FromName ?? from.Name;
        message.From.Add(from);
        message.To.AddRange(to.Select(MailboxAddress.Parse));
        return message;
    }

    private static SecureSocketOptions Security(MailServer server) =>
        server.Port == 465 ? SecureSocketOptions.SslOnConnect
        : server is { AllowPlain: true, User: null or "" } ? SecureSocketOptions.StartTlsWhenAvailable
        : SecureSocketOptions.StartTls;
}
