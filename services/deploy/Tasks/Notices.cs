using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Network;
using Platform.Notifications;

namespace Platform.Deploy.Tasks;

/// <summary>Posts and mails of steps, sent as the platform's notifications are, to where applications may call.</summary>
internal sealed class Notices(DeployOptions options, TimeProvider clock) : IDisposable
{
    private readonly WebhookSender webhooks = new(options.CallAddresses, clock);
    private readonly MailSender mail = new(options.CallAddresses);

    /// <summary>Posts it, under the same id however often the step is tried.</summary>
    public async Task<TaskResult> PostAsync(TaskContext context, string url, JsonNode body, CancellationToken ct, string? chat = null)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return TaskResult.Refused("the URL is no http or https URL");
        if (AddressGuard.Refusal(address.Host, options.CallAddresses) is { } refusal)
            return TaskResult.Refused($"{address.Host}: {refusal}");
        return Result(await webhooks.SendAsync(
            new()
            {
                Url = address,
                ContentType = "application/json; charset=utf-8",
                Body = JsonSerializer.SerializeToUtf8Bytes(body),
                Id = IdOf(context, chat),
                Chat = chat is not null,
            },
            ct));
    }

    /// <summary>Hands a letter in.</summary>
    public async Task<TaskResult> MailAsync(TaskContext context, MailServer server, IEnumerable<string> to, string subject, string text, CancellationToken ct) =>
        Result(await mail.SendAsync(server, to, subject, text, IdOf(context, "email"), ct));

    public void Dispose() => webhooks.Dispose();

    private static string IdOf(TaskContext context, string? way) => $"{context.Rollout.CorrelationId}.{context.Step.Name}{(way is null ? "" : "." + way)}";

    /// <summary>A refusal for good ends the step; a server that is away, busy or broken is tried again.</summary>
    private static TaskResult Result(SendOutcome outcome) => outcome switch
    {
        { Fault: null } => TaskResult.Done("told"),
        { Final: true } or { Status: >= 300 and < 500 and not 408 and not 429 } => TaskResult.Refused(outcome.Fault),
        _ => TaskResult.Failed(outcome.Fault),
    };
}
