using System.Diagnostics;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts;
using RabbitMQ.Client.Exceptions;

namespace Platform.Messaging;

/// <summary>Sends one outbox entry as the message it was, with its id, its conversation and its trace.</summary>
internal sealed class OutboxSender(IServiceProvider services, BusStarted started, Deliveries deliveries, Sequences sequences, MessagingOptions options)
{
    /// <summary>
    /// Returns when the broker has the message. The result completes when it has arrived for good: at once with a broker,
    /// with the in-memory transport when all its consumers are done.
    /// </summary>
    /// <exception cref="UndeliverableException">The message cannot be read, or nobody takes it.</exception>
    public async Task<Task> SendAsync(OutboxEntry entry, CancellationToken ct)
    {
        var (message, type) = OutboxMessage.Restore(entry);
        await started.Task.WaitAsync(ct);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(options.DispatchTimeout);
        using var activity = StartActivity(entry);
        try
        {
            var sequence = await NumberAsync(entry, message, timeout.Token);
            return await deliveries.TrackAsync(entry.Id, () => SendAsync(entry, message, type, sequence, timeout.Token));
        }
        catch (Exception e) when (e is MessageReturnedException or PublishReturnException)
        {
            throw new UndeliverableException("no queue takes it yet", e);
        }
    }

    private async Task<EventSequence?> NumberAsync(OutboxEntry entry, object message, CancellationToken ct)
    {
        if (message is not IPublicEvent told)
        {
            return null;
        }

        var (source, subject) = (CloudEvent.SourceOf(told.GetType()), CloudEvent.SubjectOf(told));
        return new(entry.Fact ? await sequences.NumberForGoodAsync(entry.Id, source, subject, ct) : await sequences.NumberAsync(entry.Id, source, subject, ct));
    }

    private async Task SendAsync(OutboxEntry entry, object message, Type type, EventSequence? sequence, CancellationToken ct)
    {
        var bus = services.GetRequiredService<IBus>();
        if (entry.Destination is null)
        {
            await bus.Publish(message, type, Pipe.Execute<PublishContext>(context => Restore(entry, type, sequence, context)), ct);
        }
        else
        {
            var endpoint = await bus.GetSendEndpoint(new Uri(entry.Destination));
            await endpoint.Send(message, type, Pipe.Execute<SendContext>(context => Restore(entry, type, sequence, context)), ct);
        }
    }

    private static void Restore(OutboxEntry entry, Type type, EventSequence? sequence, SendContext context)
    {
        context.MessageId = entry.Id;
        context.CorrelationId = entry.CorrelationId ?? context.CorrelationId;
        context.ConversationId = entry.ConversationId ?? context.ConversationId;
        context.InitiatorId = entry.InitiatorId;
        context.RequestId = entry.RequestId;
        context.ResponseAddress = entry.ResponseAddress is null ? null : new Uri(entry.ResponseAddress);
        context.GetOrAddPayload(() => new EventTime(entry.Time));
        if (sequence is not null)
        {
            context.GetOrAddPayload(() => sequence);
        }

        foreach (var (name, value) in entry.Headers ?? [])
        {
            context.Headers.Set(name, value);
        }

        // What is meant for one of our own services must not be dropped because its queue does not exist yet: it comes back to us.
        if (!CloudEvent.Speaks(type) && context.TryGetPayload<RabbitMqSendContext>(out var rabbit))
        {
            rabbit.Mandatory = true;
        }
    }

    private static Activity? StartActivity(OutboxEntry entry)
    {
        if (entry.TraceParent is null)
        {
            return null;
        }

        _ = ActivityContext.TryParse(entry.TraceParent, entry.TraceState, isRemote: true, out var parent);
        return MessagingTelemetry.Source.StartActivity("outbox send", ActivityKind.Internal, parent)
            ?? new Activity("outbox send").SetParentId(entry.TraceParent).Start();
    }
}
