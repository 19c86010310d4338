using System.Diagnostics;
using System.Net.Mime;
using System.Runtime.Serialization;
using System.Text.Json;
using MassTransit;
using MassTransit.Serialization;
using Platform.Contracts;

namespace Platform.Messaging;

/// <summary>Writes public events as CloudEvents and reads them back into what MassTransit's consumers expect.</summary>
internal sealed class CloudEventSerializer : ISerializerFactory, IMessageSerializer, IMessageDeserializer
{
    public ContentType ContentType => CloudEvent.ContentType;

    public IMessageSerializer CreateSerializer() => this;

    public IMessageDeserializer CreateDeserializer() => this;

    public MessageBody GetMessageBody<T>(SendContext<T> context) where T : class
    {
        if (context.Message is not IPublicEvent message)
        {
            throw new InvalidOperationException($"{typeof(T)} is no public event");
        }

        var name = CloudEvent.NameOf(message.GetType());
        var time = context.TryGetPayload<EventTime>(out var happened) ? happened.Value : context.SentTime ?? TimeProvider.System.GetUtcNow();
        var cloudEvent = new CloudEvent
        {
            SpecVersion = "1.0",
            Id = (context.MessageId ??= NewId.NextGuid()).ToString(),
            Source = CloudEvent.SourceOf(message.GetType()),
            Type = name.Type,
            Subject = CloudEvent.SubjectOf(message),
            Time = time.ToUniversalTime(),
            DataContentType = MediaTypeNames.Application.Json,
            Sequence = context.TryGetPayload<EventSequence>(out var sequence) ? sequence.Text : null,
            CorrelationId = context.CorrelationId ?? context.ConversationId,
            ConversationId = context.ConversationId,
            CausationId = context.InitiatorId,
            TraceParent = Activity.Current?.Id,
            TraceState = Activity.Current?.TraceStateString,
            Data = message,
        };
        return new BytesMessageBody(JsonSerializer.SerializeToUtf8Bytes(cloudEvent, MessageJson.Options));
    }

    public ConsumeContext Deserialize(ReceiveContext receiveContext) => new BodyConsumeContext(
        receiveContext, Deserialize(receiveContext.Body, receiveContext.TransportHeaders, receiveContext.InputAddress));

    public SerializerContext Deserialize(MessageBody body, Headers headers, Uri? destinationAddress = null)
    {
        CloudEvent cloudEvent;
        try
        {
            cloudEvent = JsonSerializer.Deserialize<CloudEvent>(body.GetBytes(), MessageJson.Options)!;
        }
        catch (JsonException e)
        {
            throw new SerializationException($"not a CloudEvent: {e.Message}", e);
        }

        if (cloudEvent.Data is null)
        {
            throw new SerializationException($"the CloudEvent {cloudEvent.Id} of {cloudEvent.Source} has no data");
        }

        var envelope = Envelope(cloudEvent, headers, destinationAddress);
        return new SystemTextJsonSerializerContext(
            SystemTextJsonMessageSerializer.Instance,
            MessageJson.Options,
            ContentType,
            new EnvelopeMessageContext(envelope, SystemTextJsonMessageSerializer.Instance),
            envelope.MessageType!,
            envelope);
    }

    public MessageBody GetMessageBody(string text) => new StringMessageBody(text);

    public void Probe(ProbeContext context) => context.CreateScope("cloudevents").Add("contentType", ContentType.MediaType);

    private static JsonMessageEnvelope Envelope(CloudEvent cloudEvent, Headers headers, Uri? destination)
    {
        var envelope = new JsonMessageEnvelope
        {
            // Ids of other producers need not be GUIDs; ours are derived from theirs then.
            MessageId = (Guid.TryParse(cloudEvent.Id, out var id) ? id : NameBasedId.Of(Guid.Empty, $"{cloudEvent.Source}#{cloudEvent.Id}")).ToString(),
            CorrelationId = cloudEvent.CorrelationId?.ToString(),
            ConversationId = cloudEvent.ConversationId?.ToString(),
            InitiatorId = cloudEvent.CausationId?.ToString(),
            DestinationAddress = destination?.ToString(),
            MessageType = ["urn:message:" + cloudEvent.Type],
            Message = cloudEvent.Data,
            SentTime = cloudEvent.Time?.UtcDateTime,
        };
        foreach (var header in headers.GetAll())
        {
            envelope.Headers[header.Key] = header.Value;
        }

        if (cloudEvent.Sequence is { } sequence)
        {
            envelope.Headers[EventSequence.Header] = sequence;
        }

        return envelope;
    }
}
