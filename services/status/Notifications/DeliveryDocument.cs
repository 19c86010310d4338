namespace Platform.Status.Notifications;

/// <summary>An event on its way to one subscriber. The id is the subscription's and the event's, so that a repeated event is sent once.</summary>
internal sealed class DeliveryDocument : IDocument, IExpires
{
    public string Id { get; set; } = "";

    public long Version { get; set; }

    /// <summary>Id of the subscription.</summary>
    public string Subscription { get; set; } = "";

    public string EventId { get; set; } = "";

    public string Type { get; set; } = "";

    public string Subject { get; set; } = "";

    /// <summary>The CloudEvent.</summary>
    public string Body { get; set; } = "";

    /// <summary>The event in a sentence, for people.</summary>
    public string Text { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public int Attempts { get; set; }

    /// <summary>When it is tried (again); null when it has arrived or was given up.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>It was given up; it can be replayed for as long as it is kept.</summary>
    public bool Dead { get; set; }

    public string? Fault { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }
}
