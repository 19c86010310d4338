using System.Collections.Concurrent;
using MassTransit;

namespace Platform.Messaging;

/// <summary>How our queues are made on RabbitMQ: quorum queues with a delivery limit, and an error queue each.</summary>
internal sealed class BrokerQueues
{
    private const string DeliveryLimit = "x-delivery-limit";
    private const string DeadLetterExchange = "x-dead-letter-exchange";
    private readonly ConcurrentDictionary<string, bool> errorQueues = new(StringComparer.Ordinal);

    /// <summary>Arguments of error queues; MassTransit declares them with the same.</summary>
    public static IDictionary<string, object?> ErrorArguments { get; } = new Dictionary<string, object?> { ["x-queue-type"] = "quorum" };

    /// <summary>The error queues of this process's endpoints.</summary>
    public ICollection<string> ErrorQueues => errorQueues.Keys;

    /// <summary>
    /// Makes an endpoint's queue. A message whose consumer dies again and again is moved to the error queue by the broker itself
    /// when the limit is reached; without the dead-letter exchange it would be dropped.
    /// </summary>
    public void Configure(string name, IRabbitMqReceiveEndpointConfigurator endpoint, int deliveryLimit)
    {
        endpoint.SetQuorumQueue();
        endpoint.SetQueueArgument(DeliveryLimit, deliveryLimit);
        endpoint.SetQueueArgument(DeadLetterExchange, name + "_error");
        errorQueues[name + "_error"] = true;
    }

    /// <summary>MassTransit copies a queue's arguments to its error and skipped queues; these two have no place there.</summary>
    public static void Undo(IRabbitMqQueueBindingConfigurator queue)
    {
        queue.SetQueueArgument(DeliveryLimit, null!);
        queue.SetQueueArgument(DeadLetterExchange, null!);
    }
}
