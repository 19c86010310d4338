using System.Collections.Concurrent;

namespace Platform.Status.Notifications;

/// <summary>
/// Tries a delivery whose time has come. What fails is tried again, later and later, and given up in the end. A receiver that hangs takes
/// no more than its share of those who try.
/// </summary>
internal sealed class DeliverNotificationConsumer(
    IDocuments<DeliveryDocument> deliveries, IDocuments<SubscriptionDocument> subscriptions, Courier courier, StatusOptions options, TimeProvider clock)
    : IConsumer<DeliverNotification>
{
    private const int AtOnce = 4;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Slots = new(StringComparer.Ordinal);

    public async Task Consume(ConsumeContext<DeliverNotification> context)
    {
        var ct = context.CancellationToken;
        if (await deliveries.GetAsync(context.Message.Delivery, ct) is not { DueAt: { } due } delivery || due > clock.GetUtcNow() + Soon)
            return;
        if (await subscriptions.GetAsync(delivery.Subscription, ct) is not { } subscription)
        {
            await deliveries.DeleteAsync(delivery.Id, ct: ct);
            return;
        }
        var slots = Slots.GetOrAdd(subscription.Id, _ => new(AtOnce));
        if (!await slots.WaitAsync(TimeSpan.Zero, ct))
        {
            delivery.DueAt = clock.GetUtcNow() + Soon;
            await deliveries.ReplaceAsync(delivery, ct);
            return;
        }
        try
        {
            await TryAsync(delivery, subscription, ct);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task TryAsync(DeliveryDocument delivery, SubscriptionDocument subscription, CancellationToken ct)
    {
        var outcome = await courier.SendAsync(delivery, subscription, ct);
        StatusMetrics.Notifications.Add(1, new KeyValuePair<string, object?>("outcome", outcome.HasArrived ? "arrived" : outcome.Final ? "refused" : "failed"));
        var now = clock.GetUtcNow();
        delivery.Attempts++;
        delivery.Fault = outcome.Fault;
        delivery.Dead = !outcome.HasArrived && (outcome.Final || delivery.Attempts >= options.NotificationAttempts);
        var pause = options.NotificationPause * Math.Pow(2, Math.Min(delivery.Attempts - 1, 16)) * (0.9 + (0.2 * Random.Shared.NextDouble()));
        pause = outcome.RetryAfter > pause ? outcome.RetryAfter.Value : pause;
        delivery.DueAt = outcome.HasArrived || delivery.Dead ? null : now + (pause < options.NotificationPauseLongest ? pause : options.NotificationPauseLongest);
        if (outcome.HasArrived)
            delivery.ExpiresAt = now.AddHours(1); // Against a repeat of the event.
        await deliveries.ReplaceAsync(delivery, ct); // False: tried twice at once; the other has written what came of it.
    }
}
