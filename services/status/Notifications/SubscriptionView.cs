namespace Platform.Status.Notifications;

/// <summary>A subscription as it is shown: neither its URL nor its secret.</summary>
internal sealed record SubscriptionView(
    string Name, NotificationTarget Target, string? Host, bool Signed, IReadOnlyList<string> To, IReadOnlyList<string> Types, IReadOnlyList<string> Applications)
{
    public static SubscriptionView Of(SubscriptionDocument s) =>
        new(s.Name, s.Target, s.Host.Length > 0 ? s.Host : null, s.EncryptedSecret is not null, s.To, s.Types, s.Applications);
}

/// <summary>A delivery that was given up.</summary>
internal sealed record DeadDelivery(string Event, string Type, string Subject, DateTimeOffset CreatedAt, int Attempts, string? Fault);
