namespace Platform.Messaging;

/// <summary>A delivery put off: a message that failed and is delivered again later, or one scheduled by hand.</summary>
internal sealed class DelayedMessage : OutboxDocument
{
    /// <summary>When it goes out; null once it is on its way.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>The message.</summary>
    public OutboxEntry? Message { get; set; }
}
