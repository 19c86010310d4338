using System.Text;
using Platform.Hosting;
using Platform.Notifications;

namespace Platform.Status.Notifications;

/// <summary>Sends an event to a subscriber in the way it asked for.</summary>
internal sealed class Courier(WebhookSender webhooks, MailSender mail, MasterKey key, StatusOptions options)
{
    public Task<SendOutcome> SendAsync(DeliveryDocument delivery, SubscriptionDocument subscription, CancellationToken ct) =>
        subscription.Target == NotificationTarget.Email
            ? mail.SendAsync(options.Mail, subscription.To, $"[platform] {delivery.Subject}: {delivery.Type.Replace('-', ' ')}", $"{delivery.Text}\n\n{delivery.Body}\n", delivery.EventId, ct)
            : webhooks.SendAsync(Message(delivery, subscription), ct);

    private WebhookMessage Message(DeliveryDocument delivery, SubscriptionDocument subscription) => new()
    {
        Url = new(key.DecryptText(subscription.EncryptedUrl, SubscriptionDocument.Purpose)),
        ContentType = subscription.Target == NotificationTarget.Webhook ? "application/cloudevents+json; charset=utf-8" : "application/json; charset=utf-8",
        Body = subscription.Target switch
        {
            NotificationTarget.Slack => ChatTemplates.Slack(delivery.Text),
            NotificationTarget.DingTalk => ChatTemplates.DingTalk(delivery.Text),
            NotificationTarget.Lark => ChatTemplates.Lark(delivery.Text),
            _ => Encoding.UTF8.GetBytes(delivery.Body),
        },
        Id = delivery.EventId,
        Secret = subscription.EncryptedSecret is { } secret ? key.Decrypt(secret, SubscriptionDocument.Purpose) : null,
        Chat = subscription.Target != NotificationTarget.Webhook,
    };
}
