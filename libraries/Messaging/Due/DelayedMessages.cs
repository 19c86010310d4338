using MassTransit;
using MassTransit.Context;
using MassTransit.Scheduling;

namespace Platform.Messaging;

/// <summary>
/// Our own message scheduler. A message is a document until its time has come; then it goes into the document's own outbox and out,
/// so that it is lost by no crash and sent by one process only. It is stored before the delivery that put it off is acknowledged.
/// </summary>
internal sealed class DelayedMessages(IOutbox<DelayedMessage> outbox) : IScheduleMessageProvider
{
    public async Task<ScheduledMessage<T>> ScheduleSend<T>(
        Uri destinationAddress, DateTime scheduledTime, T message, IPipe<SendContext<T>> pipe, CancellationToken cancellationToken)
        where T : class
    {
        var context = new MessageSendContext<T>(message, cancellationToken) { DestinationAddress = destinationAddress };
        await pipe.Send(context);
        var token = Guid.NewGuid();
        var document = new DelayedMessage
        {
            Id = token.ToString(),
            DueAt = new DateTimeOffset(scheduledTime.ToUniversalTime(), TimeSpan.Zero),
            Message = OutboxMessage.Capture(context, context.MessageId ?? token, 1, OutboxMessage.Shorten(destinationAddress)),
        };
        if (!await outbox.InsertAsync(document, cancellationToken))
        {
            throw new InvalidOperationException($"a delayed message {token} exists already");
        }

        MessagingTelemetry.Redeliveries.Add(1);
        return new ScheduledMessageHandle<T>(token, scheduledTime, destinationAddress, message);
    }

    public Task CancelScheduledSend(Guid tokenId, CancellationToken cancellationToken) =>
        outbox.Documents.DeleteAsync(tokenId.ToString(), ct: cancellationToken);

    public Task CancelScheduledSend(Uri destinationAddress, Guid tokenId, CancellationToken cancellationToken) =>
        CancelScheduledSend(tokenId, cancellationToken);

    /// <summary>Puts a message whose time has come on its way.</summary>
    public async Task ReleaseAsync(DelayedMessage document, CancellationToken ct)
    {
        if (document.Message is { } message)
        {
            document.Append(message with { Sequence = document.OutboxSequence + 1 });
            document.Message = null;
            document.DueAt = null;
            document.Leaving = true;
            await outbox.ReplaceAsync(document, ct);
        }
    }
}
