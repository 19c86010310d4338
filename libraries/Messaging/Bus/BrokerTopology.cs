using System.Reflection;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Contracts;
using RabbitMQ.Client;

namespace Platform.Messaging;

/// <summary>
/// Declares, before the bus starts, what other teams build on: an exchange per public event, and the topic exchange
/// <c>platform.events</c> fed from all of them. Also the error queues, since the broker drops what it cannot put into them.
/// Waits for the broker as long as it takes.
/// </summary>
internal sealed partial class BrokerTopology(
    MessagingOptions options, BrokerQueues queues, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<BrokerTopology> logger)
    : IBusObserver
{
    /// <summary>The exchange subscribers bind to.</summary>
    public const string Events = "platform.events";

    public async Task PreStart(IBus bus)
    {
        var wait = TimeSpan.FromMilliseconds(250);
        while (true)
        {
            try
            {
                await DeclareAsync(options.Broker!);
                return;
            }
            catch (Exception e) when (!lifetime.ApplicationStopping.IsCancellationRequested)
            {
                // Whatever it is, a broker that is away or one set up otherwise, it can be mended while we wait.
                LogWaiting(logger, e.GetBaseException().Message, wait.TotalSeconds);
                await Task.Delay(wait, clock, lifetime.ApplicationStopping);
                wait = TimeSpan.FromSeconds(Math.Min(5, wait.TotalSeconds * 2));
            }
        }
    }

    private async Task DeclareAsync(string broker)
    {
        var factory = new ConnectionFactory { Uri = new Uri(broker), ClientProvidedName = options.Host + " topology" };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(Events, ExchangeType.Topic, durable: true);
        foreach (var type in MessageNames.PublicEvents)
        {
            var exchange = type.GetCustomAttribute<PublicEventAttribute>()!.Type;
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
            await channel.ExchangeBindAsync(Events, exchange, routingKey: "");
        }

        foreach (var queue in queues.ErrorQueues)
        {
            await channel.ExchangeDeclareAsync(queue, ExchangeType.Fanout, durable: true);
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, BrokerQueues.ErrorArguments);
            await channel.QueueBindAsync(queue, queue, routingKey: "");
        }

        LogDeclared(logger, MessageNames.PublicEvents.Count, queues.ErrorQueues.Count);
    }

    public void PostCreate(IBus bus)
    {
    }

    public void CreateFaulted(Exception exception)
    {
    }

    public Task PostStart(IBus bus, Task<BusReady> busReady) => Task.CompletedTask;

    public Task StartFaulted(IBus bus, Exception exception) => Task.CompletedTask;

    public Task PreStop(IBus bus) => Task.CompletedTask;

    public Task PostStop(IBus bus) => Task.CompletedTask;

    public Task StopFaulted(IBus bus, Exception exception) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "The broker is not ready ({Reason}); trying again in {Seconds} s")]
    private static partial void LogWaiting(ILogger logger, string reason, double seconds);

    [LoggerMessage(LogLevel.Information, "Declared {Events} public exchanges and {Queues} error queues")]
    private static partial void LogDeclared(ILogger logger, int events, int queues);
}
