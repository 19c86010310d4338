namespace Platform.Status.Notifications;

/// <summary>A subscription as it is put: exactly one of the ways to tell.</summary>
internal sealed record SubscriptionRequest
{
    public WebhookRequest? Webhook { get; init; }

    public WebhookRequest? Slack { get; init; }

    public WebhookRequest? DingTalk { get; init; }

    public WebhookRequest? Lark { get; init; }

    public EmailRequest? Email { get; init; }

    /// <summary>Names of events, e.g. <c>rollout-failed</c>; none: all.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Names of applications; none: all.</summary>
    public IReadOnlyList<string> Applications { get; init; } = [];
}

/// <param name="Url">Where to post.</param>
/// <param name="Secret">Signs what is posted to a webhook.</param>
internal sealed record WebhookRequest(string Url, string? Secret = null);

/// <param name="To">Addresses.</param>
internal sealed record EmailRequest(IReadOnlyList<string> To);
