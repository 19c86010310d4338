namespace Platform.Messaging;

/// <summary>When the change happened that a message tells of; it may have waited in an outbox since.</summary>
internal sealed record EventTime(DateTimeOffset Value);
