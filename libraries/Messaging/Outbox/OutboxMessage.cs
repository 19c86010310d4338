using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MassTransit;
using MassTransit.Serialization;

namespace Platform.Messaging;

/// <summary>Makes outbox entries of messages, and messages of outbox entries.</summary>
internal static class OutboxMessage
{
    public static OutboxEntry Capture<M>(OutboxDocument document, M message, string? queue, string? fact = null) where M : class
    {
        ArgumentNullException.ThrowIfNull(message);
        if (document.OutboxSeed == Guid.Empty)
        {
            document.OutboxSeed = Guid.NewGuid();
        }

        var type = typeof(M) == typeof(object) ? message.GetType() : typeof(M);
        var sequence = document.OutboxSequence + 1;
        var origin = MessageOrigin.Current;
        return new OutboxEntry
        {
            Id = NameBasedId.Of(document.OutboxSeed, $"{document.GetType().Name}/{document.Id}/{fact ?? $"{sequence}"}"),
            Fact = fact is not null,
            Sequence = sequence,
            Type = MessageNames.Of(type),
            Body = JsonSerializer.Serialize(message, type, MessageJson.Options),
            Destination = queue is null ? null : "exchange:" + queue,
            Time = TimeProvider.System.GetUtcNow(),
            TraceParent = Activity.Current?.Id,
            TraceState = Activity.Current?.TraceStateString,
            CorrelationId = origin?.CorrelationId,
            ConversationId = origin?.ConversationId ?? Guid.NewGuid(),
            InitiatorId = origin?.MessageId,
        };
    }

    /// <summary>Keeps what MassTransit would have sent: message, ids, addresses and headers.</summary>
    public static OutboxEntry Capture<T>(SendContext<T> context, Guid id, long sequence, string? destination) where T : class
    {
        Dictionary<string, string>? headers = null;
        foreach (var header in context.Headers.GetAll())
        {
            if (header.Key != Deliveries.Header && !header.Key.StartsWith("MT-Activity", StringComparison.Ordinal))
            {
                (headers ??= [])[header.Key] = Convert.ToString(header.Value, CultureInfo.InvariantCulture) ?? "";
            }
        }

        return new OutboxEntry
        {
            Id = id,
            Sequence = sequence,
            Type = MessageNames.Of(typeof(T)),
            Body = JsonSerializer.Serialize(context.Message, OptionsFor(typeof(T))),
            Destination = destination,
            Time = TimeProvider.System.GetUtcNow(),
            TraceParent = Activity.Current?.Id,
            TraceState = Activity.Current?.TraceStateString,
            CorrelationId = context.CorrelationId,
            ConversationId = context.ConversationId ?? MessageOrigin.Current?.ConversationId ?? Guid.NewGuid(),
            InitiatorId = MessageOrigin.Current?.MessageId ?? context.InitiatorId,
            RequestId = context.RequestId,
            ResponseAddress = context.ResponseAddress?.ToString(),
            Headers = headers,
        };
    }

    /// <summary>
    /// An address that stays right when the broker's host changes, and that never declares a queue: our queues exist with arguments of
    /// their own. Temporary queues, for answers, are left as they are.
    /// </summary>
    public static string Shorten(Uri address)
    {
        var temporary = address.Query.Contains("temporary", StringComparison.Ordinal) || address.Query.Contains("autodelete", StringComparison.Ordinal);
        return temporary || !address.IsAbsoluteUri ? address.ToString() : "exchange:" + address.AbsolutePath.Split('/')[^1];
    }

    /// <exception cref="UndeliverableException">The type is gone, or the message no longer fits it.</exception>
    public static (object Message, Type Type) Restore(OutboxEntry entry)
    {
        var type = MessageNames.Find(entry.Type)
            ?? throw new UndeliverableException($"message {entry.Id}: no type is called '{entry.Type}' here");
        try
        {
            return (JsonSerializer.Deserialize(entry.Body, type, OptionsFor(type))!, type);
        }
        catch (JsonException e)
        {
            throw new UndeliverableException($"message {entry.Id} is no readable '{entry.Type}': {e.Message}", e);
        }
    }

    // Messages defined as interfaces need MassTransit's converters.
    private static JsonSerializerOptions OptionsFor(Type type) => type.IsInterface ? SystemTextJsonMessageSerializer.Options : MessageJson.Options;
}
