using MassTransit;
using MassTransit.Context;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;

namespace Platform.Messaging;

/// <summary>A message at its saga: what activities publish or send goes into the saga's outbox instead of to the broker.</summary>
internal sealed class SagaScope<TSaga, TMessage> : ConsumeContextScope<TMessage>, SagaConsumeContext<TSaga, TMessage>, OutboxSendContext
    where TSaga : SagaDocument
    where TMessage : class
{
    private readonly Lock gate = new();
    private int captured;

    public SagaScope(ConsumeContext<TMessage> context, TSaga saga) : base(context)
    {
        Saga = saga;
        var capturing = new OutboxReceiveContext(this, context.ReceiveContext);
        ReceiveContext = capturing;
        PublishEndpointProvider = capturing.PublishEndpointProvider;
    }

    public TSaga Saga { get; }

    /// <summary>The saga ended with this message.</summary>
    public bool Ended { get; private set; }

    /// <summary>Never: a saga's document stays, with what it still has to send.</summary>
    public bool IsCompleted => false;

    public override Guid? CorrelationId => Saga.CorrelationId;

    public Task SetCompleted()
    {
        Ended = true;
        return Task.CompletedTask;
    }

    public Task AddSend<T>(SendContext<T> context) where T : class
    {
        lock (gate)
        {
            // The same message handled again, after a crash before the save, captures the same ids.
            var name = $"{typeof(TSaga).Name}/{Saga.Id}/{captured++}";
            var id = NameBasedId.Of(MessageId ?? Guid.NewGuid(), name);
            Saga.Append(OutboxMessage.Capture(context, id, Saga.OutboxSequence + 1, Destination(context)));
        }

        return Task.CompletedTask;
    }

    public object? GetService(Type serviceType) =>
        TryGetPayload<IServiceProvider>(out var services) && !ReferenceEquals(services, this) ? services.GetService(serviceType) : null;

    private string? Destination<T>(SendContext<T> context) where T : class =>
        context.DestinationAddress is not { } address
        || (this.GetPayload<IBusTopology>().TryGetPublishAddress<T>(out var published) && published == address)
            ? null
            : OutboxMessage.Shorten(address);
}
