namespace Platform.Status.Notifications;

/// <summary>
/// The subscriptions of a namespace, for every event of it: kept for a second, so that one made or ended through another process counts a second later.
/// </summary>
internal sealed class Subscribers(IDocuments<SubscriptionDocument> subscriptions, TimeProvider clock)
{
    private readonly Lately<IReadOnlyList<SubscriptionDocument>> _known = new(
        async ns => await subscriptions.FindAllAsync(Find<SubscriptionDocument>.All.Where(s => s.Namespace, ns)).ToListAsync(), TimeSpan.FromSeconds(1), clock);

    public Task<IReadOnlyList<SubscriptionDocument>> OfAsync(string ns, CancellationToken ct) => _known.AskAsync(ns, ct);

    /// <summary>A subscription of the namespace was made, changed or ended here.</summary>
    public void Changed(string ns) => _known.Forget(ns);
}
