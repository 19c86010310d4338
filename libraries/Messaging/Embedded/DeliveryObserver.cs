using MassTransit;

namespace Platform.Messaging;

/// <summary>Tells <see cref="Deliveries"/> of every message that enters the in-memory transport and of every copy done with.</summary>
internal sealed class DeliveryObserver(Deliveries deliveries) : ISendObserver, IPublishObserver, IReceiveObserver
{
    public Task PrePublish<T>(PublishContext<T> context) where T : class => Add(context, deliveries.Consumers.ConsumersOf(typeof(T)));

    public Task PostPublish<T>(PublishContext<T> context) where T : class => Task.CompletedTask;

    public Task PublishFault<T>(PublishContext<T> context, Exception exception) where T : class =>
        Release(context, deliveries.Consumers.ConsumersOf(typeof(T)));

    public Task PreSend<T>(SendContext<T> context) where T : class => Add(context, Receivers(context));

    public Task PostSend<T>(SendContext<T> context) where T : class => Task.CompletedTask;

    public Task SendFault<T>(SendContext<T> context, Exception exception) where T : class => Release(context, Receivers(context));

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context) => Finished(context);

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Finished(context);

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType) where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception) where T : class
    {
        if (RootOf(context.ReceiveContext) is { } root)
        {
            deliveries.Failed(root);
        }

        return Task.CompletedTask;
    }

    private int Receivers(SendContext context) =>
        context.DestinationAddress is { } address && deliveries.Consumers.Has(address.AbsolutePath.TrimStart('/')) ? 1 : 0;

    private Task Add(SendContext context, int copies)
    {
        if (Deliveries.Current is { } root && deliveries.Add(root, copies))
        {
            context.Headers.Set(Deliveries.Header, root.ToString("N"));
        }
        else
        {
            context.Headers.Set(Deliveries.Header, null);
        }

        return Task.CompletedTask;
    }

    private Task Release(SendContext context, int copies)
    {
        if (context.Headers.TryGetHeader(Deliveries.Header, out var value) && Guid.TryParse(value as string, out var root))
        {
            deliveries.Release(root, copies);
        }

        return Task.CompletedTask;
    }

    private Task Finished(ReceiveContext context)
    {
        if (RootOf(context) is { } root)
        {
            deliveries.Release(root, 1);
        }

        return Task.CompletedTask;
    }

    private static Guid? RootOf(ReceiveContext context) =>
        Guid.TryParse(context.TransportHeaders.Get<string>(Deliveries.Header), out var root) ? root : null;
}
