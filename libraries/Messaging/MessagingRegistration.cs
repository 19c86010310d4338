using System.Linq.Expressions;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Storage;

namespace Platform.Messaging;

/// <summary>Registration of what services say, hear and keep in outboxes; the host adds the bus once they all have.</summary>
public static class MessagingRegistration
{
    /// <summary>Consumers and sagas of one service.</summary>
    public static IHostApplicationBuilder AddMessaging(
        this IHostApplicationBuilder builder, string service, Action<IBusRegistrationConfigurator> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddMessaging(service, configure);
        return builder;
    }

    /// <inheritdoc cref="AddMessaging(IHostApplicationBuilder, string, Action{IBusRegistrationConfigurator})"/>
    public static IServiceCollection AddMessaging(
        this IServiceCollection services, string service, Action<IBusRegistrationConfigurator> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddSingleton(new ServiceMessaging(service, configure));
    }

    /// <summary>
    /// The bus of this process, after all its services: in memory, or RabbitMQ when <see cref="MessagingOptions.Broker"/> is set.
    /// </summary>
    public static IHostApplicationBuilder AddPlatformBus(this IHostApplicationBuilder builder, MessagingOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddPlatformBus(options);
        return builder;
    }

    /// <inheritdoc cref="AddPlatformBus(IHostApplicationBuilder, MessagingOptions)"/>
    public static IServiceCollection AddPlatformBus(this IServiceCollection services, MessagingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        BusRegistration.Add(services, options);
        return services;
    }

    /// <summary>A type of document whose changes are announced: documents, outbox, sweeper and dispatch at start-up.</summary>
    public static IHostApplicationBuilder AddOutboxDocuments<T>(
        this IHostApplicationBuilder builder, string service, string collection, Action<DocumentIndexes<T>>? indexes = null)
        where T : OutboxDocument
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOutboxDocuments(service, collection, indexes);
        return builder;
    }

    /// <inheritdoc cref="AddOutboxDocuments{T}(IHostApplicationBuilder, string, string, Action{DocumentIndexes{T}}?)"/>
    public static IServiceCollection AddOutboxDocuments<T>(
        this IServiceCollection services, string service, string collection, Action<DocumentIndexes<T>>? indexes = null)
        where T : OutboxDocument
    {
        services.AddDocuments<T>(service, collection, documents =>
        {
            documents.Index(document => document.OutboxSince);
            indexes?.Invoke(documents);
        });
        services.AddSingleton<OutboxStore<T>>();
        services.AddSingleton<IOutbox<T>>(provider => provider.GetRequiredService<OutboxStore<T>>());
        services.AddSingleton<IOutboxStore>(provider => provider.GetRequiredService<OutboxStore<T>>());
        return services;
    }

    /// <summary>
    /// A nudge for documents that wait for a time: <paramref name="message"/> is published when the indexed <paramref name="field"/>
    /// says so, and repeated after a while as long as it still does. It may come twice or late; who handles it looks at the document.
    /// </summary>
    public static IHostApplicationBuilder AddDueMessages<T>(
        this IHostApplicationBuilder builder, Expression<Func<T, DateTimeOffset?>> field, Func<T, object> message)
        where T : class, IDocument
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddDueMessages(field, message);
        return builder;
    }

    /// <inheritdoc cref="AddDueMessages{T}(IHostApplicationBuilder, Expression{Func{T, DateTimeOffset?}}, Func{T, object})"/>
    public static IServiceCollection AddDueMessages<T>(
        this IServiceCollection services, Expression<Func<T, DateTimeOffset?>> field, Func<T, object> message)
        where T : class, IDocument
    {
        ArgumentNullException.ThrowIfNull(message);
        return services.AddDueWatch(field, provider => (document, ct) =>
        {
            var nudge = message(document);
            return provider.GetRequiredService<IBus>().Publish(nudge, nudge.GetType(), ct);
        });
    }

    internal static IServiceCollection AddDueWatch<T>(
        this IServiceCollection services,
        Expression<Func<T, DateTimeOffset?>> field,
        Func<IServiceProvider, Func<T, CancellationToken, Task>> act)
        where T : class, IDocument
    {
        var key = new object();
        services.AddKeyedSingleton(key, (provider, _) => new DueWatch<T>(
            provider.GetRequiredService<IDocuments<T>>(),
            field,
            act(provider),
            provider.GetRequiredService<BusStarted>(),
            provider.GetRequiredService<MessagingOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger("Platform.Messaging.DueWatch")));
        services.AddSingleton<IDueWatch<T>>(provider => provider.GetRequiredKeyedService<DueWatch<T>>(key));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<DueWatch<T>>(key));
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }
}
