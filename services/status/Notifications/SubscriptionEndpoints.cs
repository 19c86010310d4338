using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Platform.Hosting;

namespace Platform.Status.Notifications;

/// <summary><c>namespaces/{ns}/subscriptions</c>: who is told of what, and what could not be told.</summary>
internal static class SubscriptionEndpoints
{
    public static void MapSubscriptions(this IEndpointRouteBuilder routes)
    {
        var all = routes.MapGroup("/api/v1/namespaces/{ns}/subscriptions").WithTags("subscriptions");
        all.MapGet("", ListAsync).Requires(Role.Viewer).WithName("ListSubscriptions").WithSummary("The namespace's subscriptions.");
        all.MapGet("{name}", GetAsync).Requires(Role.Viewer).WithName("GetSubscription").WithSummary("One subscription; neither its URL nor its secret is shown.");
        all.MapPut("{name}", PutAsync).Requires(Role.Operator).WithName("PutSubscription").WithSummary("Subscribes a webhook, a chat or mail addresses to the namespace's events.");
        all.MapDelete("{name}", DeleteAsync).Requires(Role.Operator).WithName("DeleteSubscription").WithSummary("Ends a subscription; what is still on its way is dropped.");
        all.MapGet("{name}/dead", DeadAsync).Requires(Role.Viewer).WithName("ListDeadDeliveries").WithSummary("Events that were given up, with why.");
        all.MapPost("{name}/replay", ReplayAsync).Requires(Role.Operator).WithName("ReplayDeadDeliveries").WithSummary("Sends what was given up again; ?event= only one.");
    }

    private static async Task<Ok<ListResult<SubscriptionView>>> ListAsync(string ns, ListQuery query, IDocuments<SubscriptionDocument> subscriptions, CancellationToken ct)
    {
        var page = await subscriptions.FindAsync(Find<SubscriptionDocument>.All.Where(s => s.Namespace, ns).Limit(query.Limit).ContinueFrom(query.Continue), ct);
        return TypedResults.Ok(new ListResult<SubscriptionView>([.. page.Items.Select(SubscriptionView.Of)], page.Continue));
    }

    private static async Task<Results<Ok<SubscriptionView>, ProblemHttpResult>> GetAsync(
        string ns, string name, HttpResponse response, IDocuments<SubscriptionDocument> subscriptions, CancellationToken ct)
    {
        if (await subscriptions.GetAsync(SubscriptionDocument.IdOf(ns, name), ct) is not { } found)
            return NotFound(ns, name);
        response.SetETag(found.Version);
        return TypedResults.Ok(SubscriptionView.Of(found));
    }

    private static async Task<Results<Ok<SubscriptionView>, Created<SubscriptionView>, ProblemHttpResult>> PutAsync(
        string ns, string name, Body<SubscriptionRequest> body, HttpContext http, IDocuments<SubscriptionDocument> subscriptions,
        Subscribers subscribers, SubscriptionCheck check, MasterKey key, CancellationToken ct)
    {
        if (check.Faults(name, body.Value) is { Count: > 0 } faults)
            return Problems.Unprocessable(faults);
        while (true)
        {
            var found = await subscriptions.GetAsync(SubscriptionDocument.IdOf(ns, name), ct);
            if (http.Request.Refuses(found?.Version ?? 0) is { } refusal)
                return refusal;
            var document = Filled(found ?? new() { Id = SubscriptionDocument.IdOf(ns, name), Namespace = ns, Name = name }, body.Value, key);
            if (!await (found is null ? subscriptions.InsertAsync(document, ct) : subscriptions.ReplaceAsync(document, ct)))
                continue;
            subscribers.Changed(ns);
            http.Response.SetETag(document.Version);
            var view = SubscriptionView.Of(document);
            return found is null ? TypedResults.Created(http.Request.Path, view) : TypedResults.Ok(view);
        }
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string ns, string name, IDocuments<SubscriptionDocument> subscriptions, Subscribers subscribers, CancellationToken ct)
    {
        if (!await subscriptions.DeleteAsync(SubscriptionDocument.IdOf(ns, name), ct: ct))
            return NotFound(ns, name);
        subscribers.Changed(ns);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<ListResult<DeadDelivery>>, ProblemHttpResult>> DeadAsync(
        string ns, string name, ListQuery query, IDocuments<SubscriptionDocument> subscriptions, IDocuments<DeliveryDocument> deliveries, CancellationToken ct)
    {
        if (await subscriptions.GetAsync(SubscriptionDocument.IdOf(ns, name), ct) is not { } subscription)
            return NotFound(ns, name);
        var page = await deliveries.FindAsync(Dead(subscription).Limit(query.Limit).ContinueFrom(query.Continue), ct);
        return TypedResults.Ok(new ListResult<DeadDelivery>(
            [.. page.Items.Select(d => new DeadDelivery(d.EventId, d.Type, d.Subject, d.CreatedAt, d.Attempts, d.Fault))], page.Continue));
    }

    private static async Task<Results<Accepted<ReplayAnswer>, ProblemHttpResult>> ReplayAsync(
        string ns, string name, string? @event, IDocuments<SubscriptionDocument> subscriptions, IDocuments<DeliveryDocument> deliveries, TimeProvider clock, CancellationToken ct)
    {
        if (await subscriptions.GetAsync(SubscriptionDocument.IdOf(ns, name), ct) is not { } subscription)
            return NotFound(ns, name);
        var replayed = 0;
        await foreach (var dead in deliveries.FindAllAsync(Dead(subscription), ct))
            if ((@event is null || dead.EventId == @event) && await deliveries.UpdateAsync(dead.Id, d => Revive(d, clock.GetUtcNow()), ct) is { Dead: false })
                replayed++;
        return @event is not null && replayed == 0
            ? Problems.NotFound($"A delivery of event '{@event}' that was given up")
            : TypedResults.Accepted((string?)null, new ReplayAnswer(replayed));
    }

    private static bool Revive(DeliveryDocument delivery, DateTimeOffset now)
    {
        if (!delivery.Dead)
            return false;
        (delivery.Dead, delivery.Attempts, delivery.DueAt) = (false, 0, now);
        return true;
    }

    private static Find<DeliveryDocument> Dead(SubscriptionDocument subscription) =>
        Find<DeliveryDocument>.All.Where(d => d.Subscription, subscription.Id).Where(d => d.Dead, true);

    private static SubscriptionDocument Filled(SubscriptionDocument document, SubscriptionRequest request, MasterKey key)
    {
        var (way, webhook) = SubscriptionCheck.Ways(request).Single();
        document.Target = Enum.Parse<NotificationTarget>(way, ignoreCase: true);
        document.EncryptedUrl = webhook is null ? "" : key.Encrypt(webhook.Url, SubscriptionDocument.Purpose);
        document.Host = webhook is null ? "" : new Uri(webhook.Url).Host;
        document.EncryptedSecret = webhook?.Secret is { } secret ? key.Encrypt(Encoding.UTF8.GetBytes(secret), SubscriptionDocument.Purpose) : null;
        document.To = [.. request.Email?.To ?? []];
        document.Types = [.. request.Types];
        document.Applications = [.. request.Applications];
        return document;
    }

    private static ProblemHttpResult NotFound(string ns, string name) => Problems.NotFound($"Subscription '{name}' in namespace '{ns}'");

    /// <param name="Replayed">How many are tried again.</param>
    internal sealed record ReplayAnswer(int Replayed);
}
