using Platform.Storage;

namespace Platform.Messaging;

/// <summary>
/// A document whose changes are announced: state, handled message ids and outgoing messages are one write.
/// Messages appended with <see cref="Publish{M}"/> go out once <see cref="IOutbox{T}"/> has saved the document, never before.
/// </summary>
public abstract class OutboxDocument : IDocument
{
    /// <summary>How many handled messages a document remembers.</summary>
    public const int InboxSize = 64;

    /// <inheritdoc />
    public virtual string Id { get; set; } = "";

    /// <inheritdoc />
    public long Version { get; set; }

    /// <summary>Ids of the messages handled last, oldest first.</summary>
    public List<Guid> Inbox { get; set; } = [];

    /// <summary>Messages that wait to be sent, oldest first.</summary>
    public List<OutboxEntry> Outbox { get; set; } = [];

    /// <summary>Since when the oldest message waits; null when none does.</summary>
    public DateTimeOffset? OutboxSince { get; set; }

    /// <summary>How many messages the document ever sent.</summary>
    public long OutboxSequence { get; set; }

    /// <summary>Tells message ids of this document from those of an earlier one with the same id.</summary>
    public Guid OutboxSeed { get; set; }

    /// <summary>How many of the versions were made by the outbox taking entries out.</summary>
    public long OutboxPulls { get; set; }

    /// <summary>Set with the last messages a document sends: it is deleted when they have gone out.</summary>
    public bool Leaving { get; set; }

    /// <summary>Appends a message for everyone who listens.</summary>
    public void Publish<M>(M message) where M : class => Append(OutboxMessage.Capture(this, message, null));

    /// <summary>
    /// Appends an event that may have to be told again to who lacks it. Under the same <paramref name="name"/> it is the same event every time: it keeps
    /// its id and its number, so that whoever has it takes it for the repeat it is.
    /// </summary>
    public void PublishFact<M>(string name, M message) where M : class => Append(OutboxMessage.Capture(this, message, null, name));

    /// <summary>Appends a message for one queue, by its plain name.</summary>
    public void Send<M>(string queue, M message) where M : class => Append(OutboxMessage.Capture(this, message, queue));

    /// <summary>True when the message was handled before.</summary>
    public bool HasHandled(Guid messageId) => Inbox.Contains(messageId);

    /// <summary>Remembers a message as handled; the oldest are forgotten.</summary>
    public void Handled(Guid messageId)
    {
        if (Inbox.Contains(messageId))
        {
            return;
        }

        Inbox.Add(messageId);
        if (Inbox.Count > InboxSize)
        {
            Inbox.RemoveRange(0, Inbox.Count - InboxSize);
        }
    }

    /// <summary>What was appended since the document was read: what a save has to send.</summary>
    internal List<OutboxEntry> Fresh { get; } = [];

    internal void Append(OutboxEntry entry)
    {
        OutboxSequence = entry.Sequence;
        OutboxSince ??= entry.Time;
        Outbox.Add(entry);
        Fresh.Add(entry);
    }
}
