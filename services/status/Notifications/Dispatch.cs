using Platform.Contracts;
using Platform.Status.Events;
using Platform.Status.History;

namespace Platform.Status.Notifications;

/// <summary>Puts an event on its way to all who subscribed to it.</summary>
internal sealed class Dispatch(Subscribers subscribers, IDocuments<DeliveryDocument> deliveries, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(14);

    public async Task AddAsync(IPublicEvent happened, EventDocument logged, string type, CancellationToken ct)
    {
        if (happened.Namespace is not { } ns)
            return;
        foreach (var subscription in await subscribers.OfAsync(ns, ct))
        {
            if (!subscription.Wants(type, happened.Application))
                continue;
            var now = clock.GetUtcNow();
            await deliveries.InsertAsync(new()
            {
                Id = $"{subscription.Id}/{logged.EventId}",
                Subscription = subscription.Id,
                EventId = logged.EventId,
                Type = type,
                Subject = logged.Subject,
                Body = logged.Body,
                Text = $"{logged.Subject}: {Sentences.Of(happened)?.Message ?? type.Replace('-', ' ')}",
                CreatedAt = now,
                DueAt = now,
                ExpiresAt = now + Kept,
            }, ct);
        }
    }
}
