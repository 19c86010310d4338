using Microsoft.Extensions.Options;
using Platform.Network;
using Platform.Notifications;
using Platform.Status.Access;
using Platform.Status.Applications;
using Platform.Status.Definitions;
using Platform.Status.Drift;
using Platform.Status.Events;
using Platform.Status.History;
using Platform.Status.Inventories;
using Platform.Status.Notifications;
using Platform.Status.Observing;
using Platform.Status.Resources;
using Platform.Status.Start;
using Platform.Status.Statistics;
using Platform.Status.Watching;

namespace Platform.Status;

/// <summary>The Status service: live objects, health, the resource tree, the event log and its stream.</summary>
public static class StatusService
{
    internal const string Name = "status";

    private const string EventLogQueue = "status-event-log";

    /// <summary>Registers the service.</summary>
    public static IHostApplicationBuilder AddStatusService(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<StatusOptions>().BindConfiguration(StatusOptions.Section)
            .Validate(o => o.LeaseBeat * 2 < o.LeaseTime, "Status:LeaseTime must be more than twice Status:LeaseBeat")
            .Validate(o => o is { EventCount: > 0, PollInterval.Ticks: > 0 }, "Status:EventCount and Status:PollInterval must be positive")
            .ValidateOnStart();
        builder.Services.AddSingleton(p => p.GetRequiredService<IOptions<StatusOptions>>().Value);
        builder.AddStatusDocuments();
        builder.AddMessaging(Name, AddConsumers);
        builder.Services.AddSingleton<WatchSignal>().AddSingleton<Leases>().AddSingleton<Connections>().AddSingleton<HealthFunctions>();
        builder.Services.AddSingleton<Observer>().AddSingleton<DriftTeller>().AddSingleton<Forgetting>().AddSingleton<ChangeClock>().AddSingleton<HealthFolding>().AddSingleton<Departures>();
        builder.Services.AddSingleton<EventSignal>().AddSingleton<EventLog>().AddSingleton<EventStream>().AddSingleton<EventTail>();
        builder.Services.AddSingleton<Timeline>().AddSingleton<ObjectEvents>();
        builder.AddNotifications();
        builder.Services.AddHostedService(p => p.GetRequiredService<EventTail>());
        builder.Services.AddHostedService<EventRetention>();
        builder.Services.AddHostedService<WatchSupervisor>();
        builder.Services.AddHostedService<Beginning>();
        return builder;
    }

    /// <summary>Maps its endpoints.</summary>
    public static IEndpointRouteBuilder MapStatusService(this IEndpointRouteBuilder routes)
    {
        routes.MapEvents();
        routes.MapResources();
        routes.MapTimelines();
        routes.MapStatistics();
        routes.MapSubscriptions();
        return routes;
    }

    private static void AddNotifications(this IHostApplicationBuilder builder)
    {
        builder.Services.AddDocuments<SubscriptionDocument>(Name, "subscriptions", d => d.Index(s => s.Namespace));
        builder.Services.AddDocuments<DeliveryDocument>(Name, "deliveries", d => d.Index(x => x.DueAt).Index(x => x.Subscription, x => x.Dead));
        builder.AddDueMessages<DeliveryDocument>(d => d.DueAt, d => new DeliverNotification { Delivery = d.Id });
        builder.Services.AddSingleton(p => Policy(p.GetRequiredService<StatusOptions>()));
        builder.Services.AddSingleton<WebhookSender>().AddSingleton<MailSender>().AddSingleton<Courier>();
        builder.Services.AddSingleton<Subscribers>().AddSingleton<Dispatch>().AddSingleton<SubscriptionCheck>();
    }

    private static AddressPolicy Policy(StatusOptions options) =>
        new() { AllowLoopback = options.NotifyPrivateAddresses, AllowPrivateAddresses = options.NotifyPrivateAddresses };

    private static void AddStatusDocuments(this IHostApplicationBuilder builder)
    {
        builder.AddOutboxDocuments<ClusterDocument>(Name, "clusters");
        builder.AddOutboxDocuments<ObservationDocument>(Name, "observations");
        builder.AddOutboxDocuments<ApplicationDocument>(Name, "applications", d => d.Index(a => a.Deleted));
        builder.AddOutboxDocuments<BeginningDocument>(Name, "beginning");
        builder.Services.AddDocuments<InventoryDocument>(Name, "inventories", d => d.Index(i => i.Cluster).Index(i => i.Owner).Index(i => i.ChangedAt).Index(i => i.Removed));
        builder.Services.AddDocuments<TreeDocument>(Name, "trees", d => d.Index(t => t.Owner));
        builder.Services.AddDocuments<TimelineDocument>(Name, "timelines", d => d.Unique(e => e.EventId));
        builder.Services.AddDocuments<DefinitionDocument>(Name, "definitions");
        builder.Services.AddDocuments<LeaseDocument>(Name, "leases");
        builder.Services.AddDocuments<ProcessDocument>(Name, "processes");
        builder.Services.AddDocuments<EventDocument>(Name, "events", d => d.Unique(e => e.EventId));
    }

    private static void AddConsumers(IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<ClusterCredentialsChangedConsumer>();
        bus.AddConsumer<ClusterUnregisteredConsumer>();
        bus.AddConsumer<ClusterAppliedConsumer>();
        bus.AddConsumer<ClusterRemovedConsumer>();
        bus.AddConsumer<DefinitionInstalledConsumer>();
        bus.AddConsumer<RolloutEventsConsumer>();
        bus.AddConsumer<ApplicationDeletedConsumer>();
        bus.AddConsumer<DeliverNotificationConsumer>().Endpoint(e => e.ConcurrentMessageLimit = 32);
        // One queue for all of them; many at once, since the log writes what waits together.
        foreach (var type in MessageNames.PublicEvents)
            bus.AddConsumer(typeof(PublicEventConsumer<>).MakeGenericType(type)).Endpoint(e =>
            {
                e.Name = EventLogQueue;
                e.PrefetchCount = 16;
            });
    }
}
