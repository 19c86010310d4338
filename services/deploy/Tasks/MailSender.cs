using System.Net;
using System.Net.Mail;
using System.Text.Json.Nodes;
using Platform.Network;

namespace Platform.Deploy.Tasks;

/// <summary>Sends e-mails of notification steps, by the mail server the step names and the address rules allow.</summary>
internal sealed class MailSender(StepSecrets secrets, DeployOptions options)
{
    public async Task<TaskResult> SendAsync(JsonObject letter, string ns, CancellationToken ct)
    {
        var from = letter["from"]!;
        var host = from["host"]!.ToString();
        var (password, problem) = await secrets.ReadAsync(from["password"], ns, ct);
        if (password is null)
            return problem!;
        try
        {
            // Should the name lead elsewhere when it is connected to, the certificate there isn't the mail server's.
            var policy = new AddressPolicy { AllowLoopback = options.AllowLoopbackCalls, AllowPrivateAddresses = options.AllowPrivateCalls };
            _ = await GuardedConnection.ResolveAsync(host, policy, ct);
            using var client = new SmtpClient(host, (int)(from["port"]?.GetValue<long>() ?? 587))
            {
                Credentials = new NetworkCredential(from["address"]!.ToString(), password),
                EnableSsl = true,
                Timeout = 20_000,
            };
            using var message = Message(letter, from);
            await client.SendMailAsync(message, ct);
            return TaskResult.Done($"mailed by {host}");
        }
        catch (Exception e) when (e is SmtpException or HttpRequestException or System.Net.Sockets.SocketException)
        {
            return TaskResult.Failed($"{host}: {e.Message}");
        }
        catch (FormatException e)
        {
            return TaskResult.Refused(e.Message);
        }
    }

    private static MailMessage Message(JsonObject letter, JsonNode from)
    {
        var message = new MailMessage
        {
            From = new(from["address"]!.ToString(), from["alias"]?.ToString()),
            Subject = letter["content"]!["subject"]!.ToString(),
            Body = letter["content"]!["body"]!.ToString(),
        };
        foreach (var to in (JsonArray)letter["to"]!)
            message.To.Add(to!.ToString());
        return message;
    }
}
