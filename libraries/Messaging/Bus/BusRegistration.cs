using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Platform.Contracts;
using Platform.Storage;

namespace Platform.Messaging;

/// <summary>Builds the process's bus from what its services registered.</summary>
internal static class BusRegistration
{
    private static readonly MethodInfo ConfigureEventMethod =
        typeof(BusRegistration).GetMethod(nameof(ConfigureEvent), BindingFlags.Static | BindingFlags.NonPublic)!;

    public static void Add(IServiceCollection services, MessagingOptions options)
    {
        var queues = new BrokerQueues();
        var consumers = new ConsumerMap();
        var deliveries = new Deliveries(consumers, tracked: options.Broker is null);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(queues);
        services.AddSingleton(deliveries);
        services.AddSingleton<BusStarted>();
        services.AddDocuments<SequenceDocument>(options.Host, "sequences");
        services.AddDocuments<FactDocument>(options.Host, "facts");
        services.AddSingleton<Sequences>();
        services.AddSingleton<OutboxSender>();
        services.AddSingleton<OutboxLanes>();
        services.AddSingleton<OutboxPuller>();
        services.AddSingleton<OutboxDispatcher>();
        services.AddOutboxDocuments<DelayedMessage>(options.Host, "delayed", documents => documents.Index(document => document.DueAt));
        services.AddSingleton<DelayedMessages>();
        services.AddDueWatch<DelayedMessage>(
            document => document.DueAt,
            provider => (document, ct) => provider.GetRequiredService<DelayedMessages>().ReleaseAsync(document, ct));
        // Before the bus, so that it stops after the bus has.
        services.AddHostedService<OutboxSweeper>();
        // A consumer that does not end does not keep the process from ending; its message comes again.
        services.Configure<MassTransitHostOptions>(host =>
        {
            host.ConsumerStopTimeout = TimeSpan.FromSeconds(5);
            host.StopTimeout = TimeSpan.FromSeconds(15);
        });
        services.AddMassTransit(bus => AddBus(bus, options, queues, consumers));
    }

    private static void AddBus(IBusRegistrationConfigurator bus, MessagingOptions options, BrokerQueues queues, ConsumerMap consumers)
    {
        bus.DisableUsageTelemetry();
        bus.SetEndpointNameFormatter(new EndpointNames());
        foreach (var service in bus.Where(descriptor => descriptor.ServiceType == typeof(ServiceMessaging)).ToList())
        {
            ((ServiceMessaging)service.ImplementationInstance!).Configure(bus);
        }

        bus.AddBusObserver(provider => provider.GetRequiredService<BusStarted>());
        bus.AddConfigureEndpointsCallback((provider, name, endpoint) => ConfigureEndpoint(provider, name, endpoint, options, queues, consumers));
        if (options.Broker is { } broker)
        {
            bus.AddBusObserver<BrokerTopology>();
            bus.UsingRabbitMq((context, transport) => UseRabbit(context, transport, new Uri(broker), options));
        }
        else
        {
            bus.AddSingleton<DeliveryObserver>();
            bus.AddSendObserver(provider => provider.GetRequiredService<DeliveryObserver>());
            bus.AddPublishObserver(provider => provider.GetRequiredService<DeliveryObserver>());
            bus.AddReceiveObserver(provider => provider.GetRequiredService<DeliveryObserver>());
            bus.UsingInMemory((context, transport) =>
            {
                Configure(transport, options);
                transport.ConfigureEndpoints(context);
            });
        }
    }

    private static void UseRabbit(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator transport, Uri broker, MessagingOptions options)
    {
        transport.Host(broker, host => host.ConnectionName(options.Host));
        transport.SendTopology.ConfigureErrorSettings = BrokerQueues.Undo;
        transport.SendTopology.ConfigureDeadLetterSettings = BrokerQueues.Undo;
        Configure(transport, options);
        // Not in memory: there a stopped endpoint would lose what is sent to it.
        transport.UseKillSwitch(kill => kill
            .SetActivationThreshold(50).SetTripThreshold(0.5).SetTrackingPeriod(TimeSpan.FromMinutes(1)).SetRestartTimeout(TimeSpan.FromSeconds(15)));
        transport.ConfigureEndpoints(context);
    }

    private static void Configure(IBusFactoryConfigurator transport, MessagingOptions options)
    {
        transport.PrefetchCount = options.Prefetch;
        transport.MessageTopology.SetEntityNameFormatter(new EntityNames(transport.MessageTopology.EntityNameFormatter));
        transport.ConfigureJsonSerializerOptions(json => json.WriteIndented ? new JsonSerializerOptions(json) { WriteIndented = false } : json);
        var events = new CloudEventSerializer();
        transport.AddSerializer(events, isSerializer: false);
        transport.AddDeserializer(events);
        foreach (var type in MessageNames.PublicEvents.Where(CloudEvent.Speaks))
        {
            ConfigureEventMethod.MakeGenericMethod(type).Invoke(null, [transport]);
        }
    }

    private static void ConfigureEvent<T>(IBusFactoryConfigurator transport) where T : class, IPublicEvent => transport.Send<T>(send =>
    {
        send.UseSerializer(CloudEvent.ContentType);
        send.UseRoutingKeyFormatter(context => CloudEvent.RoutingKeyOf(context.Message));
    });

    // Redelivery outside retry outside the consumer's own outbox: what a failed attempt sent must not go out.
    private static void ConfigureEndpoint(
        IRegistrationContext provider, string name, IReceiveEndpointConfigurator endpoint, MessagingOptions options, BrokerQueues queues, ConsumerMap consumers)
    {
        consumers.Observe(name, endpoint);
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
        {
            queues.Configure(name, rabbit, options.DeliveryLimit);
        }

        // Nobody listens to faults: the error queue and the log have them.
        endpoint.PublishFaults = false;
        endpoint.AddPrePipeSpecification(new FirstFilter(new OriginFilter()));
        endpoint.AddPrePipeSpecification(new FirstFilter(new SchedulerFilter(provider.GetRequiredService<DelayedMessages>)));
        if (options.Redeliveries.Count > 0)
        {
            endpoint.UseScheduledRedelivery(redelivery =>
            {
                Hopeless(redelivery).Intervals([.. options.Redeliveries]);
                // The inbox knows a message by its id.
                ((IRedeliveryConfigurator)redelivery).ReplaceMessageId = false;
            });
        }

        endpoint.UseMessageRetry(retry =>
        {
            retry.Ignore<ConcurrencyException>();
            Hopeless(retry).Intervals([.. Enumerable.Range(1, options.Retries).Select(attempt => TimeSpan.FromMilliseconds(20 * attempt * attempt))]);
        });
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<ConcurrencyException>();
            retry.Exponential(options.ConflictRetries, TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(10));
        });
        endpoint.ConnectConsumerConfigurationObserver(new ConsumerOutbox(provider));
    }

    /// <summary>What is wrong with the message itself is wrong the next time too.</summary>
    private static C Hopeless<C>(C retry) where C : IRetryConfigurator
    {
        retry.Ignore<ValidationException>();
        retry.Ignore<ArgumentException>();
        retry.Ignore<FormatException>();
        retry.Ignore<JsonException>();
        retry.Ignore<NotSupportedException>();
        retry.Ignore<System.Runtime.Serialization.SerializationException>();
        return retry;
    }
}
