namespace Platform.Notifications;

/// <summary>What is posted to a URL.</summary>
public sealed record WebhookMessage
{
    /// <summary>Where to.</summary>
    public required Uri Url { get; init; }

    /// <summary>E.g. <c>application/cloudevents+json</c>.</summary>
    public required string ContentType { get; init; }

    /// <summary>The body.</summary>
    public required byte[] Body { get; init; }

    /// <summary>The same for the same message, however often it is sent.</summary>
    public required string Id { get; init; }

    /// <summary>Signs it; null: unsigned.</summary>
    public byte[]? Secret { get; init; }

    /// <summary>The receiver is a chat, which answers 200 and says in the body when it did not take the message.</summary>
    public bool Chat { get; init; }
}
