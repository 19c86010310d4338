using Platform.Hosting;
using Platform.Network;

namespace Platform.Status.Notifications;

/// <summary>Checks a subscription: every fault with its place.</summary>
internal sealed class SubscriptionCheck(AddressPolicy policy, StatusOptions options)
{
    private const int LongestSecret = 256;
    private static readonly HashSet<string> Types = [.. MessageNames.PublicEvents.Select(MessageNames.Of).Select(n => n[(n.LastIndexOf('.') + 1)..])];

    public IReadOnlyList<ProblemError> Faults(string name, SubscriptionRequest request)
    {
        var faults = new List<ProblemError>();
        if (!IsLabel(name))
            faults.Add(new("/name", $"'{name}' is no name; write lower-case letters, digits and '-', at most 63."));
        var ways = Ways(request).ToList();
        if (ways.Count != 1)
            faults.Add(new("", "Give exactly one of webhook, slack, dingTalk, lark, email."));
        foreach (var (way, webhook) in ways.Where(w => w.Webhook is not null))
            Check(way, webhook!, faults);
        if (request.Email is { } email)
            Check(email, faults);
        foreach (var type in request.Types.Where(t => !Types.Contains(t)))
            faults.Add(new("/types", $"There is no event '{type}'; the events are {string.Join(", ", Types.Order(StringComparer.Ordinal))}."));
        return faults;
    }

    public static IEnumerable<(string Way, WebhookRequest? Webhook)> Ways(SubscriptionRequest request)
    {
        if (request.Webhook is not null)
            yield return ("webhook", request.Webhook);
        if (request.Slack is not null)
            yield return ("slack", request.Slack);
        if (request.DingTalk is not null)
            yield return ("dingTalk", request.DingTalk);
        if (request.Lark is not null)
            yield return ("lark", request.Lark);
        if (request.Email is not null)
            yield return ("email", null);
    }

    private static bool IsLabel(string name) =>
        name.Length is > 0 and <= 63 && name[0] != '-' && name[^1] != '-' && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private void Check(string way, WebhookRequest webhook, List<ProblemError> faults)
    {
        if (!Uri.TryCreate(webhook.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            faults.Add(new($"/{way}/url", "Write an absolute http or https URL."));
        else if (url.UserInfo.Length > 0)
            faults.Add(new($"/{way}/url", "A user or password does not belong into the URL; use secret to sign."));
        else if (AddressGuard.Refusal(url.Host, policy) is { } refused)
            faults.Add(new($"/{way}/url", refused));
        if (webhook.Secret is { Length: 0 or > LongestSecret })
            faults.Add(new($"/{way}/secret", $"A secret has 1 to {LongestSecret} characters."));
        if (way != "webhook" && webhook.Secret is not null)
            faults.Add(new($"/{way}/secret", "Only a webhook is signed."));
    }

    private void Check(EmailRequest email, List<ProblemError> faults)
    {
        if (options.Mail.Host.Length == 0)
            faults.Add(new("/email", "This platform has no mail server; whoever runs it sets Status:Mail."));
        if (email.To is not { Count: > 0 and <= 50 })
            faults.Add(new("/email/to", "Give 1 to 50 addresses."));
        else
            for (var i = 0; i < email.To.Count; i++)
                if (!System.Net.Mail.MailAddress.TryCreate(email.To[i], out _))
                    faults.Add(new($"/email/to/{i}", $"'{email.To[i]}' is no mail address."));
    }
}
