namespace Platform.Messaging;

/// <summary>A message that waits in its document until the broker has it.</summary>
public sealed record OutboxEntry
{
    /// <summary>The message id; a second dispatch carries the same.</summary>
    public required Guid Id { get; init; }

    /// <summary>Position among all the messages the document ever sent.</summary>
    public required long Sequence { get; init; }

    /// <summary>Name of the message's type (<see cref="MessageNames"/>).</summary>
    public required string Type { get; init; }

    /// <summary>The message, as JSON.</summary>
    public required string Body { get; init; }

    /// <summary>Where it is sent to; null publishes it.</summary>
    public string? Destination { get; init; }

    /// <summary>When the change happened that it tells of.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>W3C trace context of the change.</summary>
    public string? TraceParent { get; init; }

    /// <summary>W3C trace state of the change.</summary>
    public string? TraceState { get; init; }

    /// <summary>What the message belongs to.</summary>
    public Guid? CorrelationId { get; init; }

    /// <summary>The conversation it continues.</summary>
    public Guid? ConversationId { get; init; }

    /// <summary>The message whose handling sent it.</summary>
    public Guid? InitiatorId { get; init; }

    /// <summary>The request it is, or answers.</summary>
    public Guid? RequestId { get; init; }

    /// <summary>Where an answer goes.</summary>
    public string? ResponseAddress { get; init; }

    /// <summary>It may be told again, with the same id and number (<see cref="OutboxDocument.PublishFact{M}"/>).</summary>
    public bool Fact { get; init; }

    /// <summary>Headers beyond the ones above.</summary>
    public Dictionary<string, string>? Headers { get; init; }
}
