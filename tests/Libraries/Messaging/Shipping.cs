using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Platform.Messaging;

namespace Platform.Libraries.Tests.Messaging;

// A small business: an order is placed (as over HTTP), a saga ships it, a ledger books it, the saga ends.

public sealed record OrderPlaced(Guid Order);

public sealed record BookOrder(Guid Order);

public sealed record OrderBooked(Guid Order, int Total);

public sealed record OrderShipped(Guid Order);

public sealed class Order : OutboxDocument
{
    public string Note { get; set; } = "";
}

/// <summary>What must happen once: bookings are counted.</summary>
public sealed class Ledger : OutboxDocument
{
    public int Total { get; set; }
}

public sealed class Shipment : SagaDocument
{
    public int Booked { get; set; }
}

public sealed class ShipmentStateMachine : MassTransitStateMachine<Shipment>
{
    public ShipmentStateMachine()
    {
        InstanceState(shipment => shipment.CurrentState);
        Event(() => Placed, e => e.CorrelateById(context => context.Message.Order));
        Event(() => Booked, e => e.CorrelateById(context => context.Message.Order));
        Initially(
            When(Placed)
                .Publish(context => new BookOrder(context.Saga.CorrelationId))
                .TransitionTo(Booking));
        During(
            Booking,
            When(Booked)
                .Then(context => context.Saga.Booked++)
                .Publish(context => new OrderShipped(context.Saga.CorrelationId))
                .Finalize());
        DuringAny(Ignore(Placed));
        SetCompletedWhenFinalized();
    }

    public State Booking { get; } = null!;

    public Event<OrderPlaced> Placed { get; } = null!;

    public Event<OrderBooked> Booked { get; } = null!;
}

public sealed class LedgerConsumer(IOutbox<Ledger> ledger, Seen seen) : IConsumer<BookOrder>
{
    public async Task Consume(ConsumeContext<BookOrder> context)
    {
        seen.Add(context);
        await ledger.UpsertAsync(
            "ledger-" + context.Message.Order,
            () => new Ledger(),
            entry =>
            {
                entry.Total++;
                entry.Publish(new OrderBooked(context.Message.Order, entry.Total));
                return true;
            },
            context.MessageId,
            context.CancellationToken);
    }
}

internal static class Shipping
{
    public static void AddShipping(this IHostApplicationBuilder builder, Seen seen)
    {
        builder.Services.AddSingleton(seen);
        builder.AddOutboxDocuments<Order>("test", "orders");
        builder.AddOutboxDocuments<Ledger>("test", "ledger");
        builder.AddOutboxDocuments<Shipment>("test", "shipments");
        builder.AddMessaging("test", bus =>
        {
            bus.AddSagaStateMachine<ShipmentStateMachine, Shipment>().DocumentRepository();
            bus.AddConsumer<LedgerConsumer>();
            bus.AddConsumer<NotingConsumer<OrderShipped>>().Endpoint(endpoint => endpoint.Name = "test-noting-shipped");
        });
    }

    /// <summary>Places an order, as an HTTP request repeated by its client would: an order that is there stays as it is.</summary>
    public static Task<bool> PlaceAsync(this TestHost host, Guid order)
    {
        var document = new Order { Id = "order-" + order };
        document.Publish(new OrderPlaced(order));
        return host.Outbox<Order>().InsertAsync(document, TestContext.Current.CancellationToken);
    }

    public static async Task<bool> IsDoneAsync(this TestHost host, Guid order)
    {
        var ct = TestContext.Current.CancellationToken;
        OutboxDocument?[] documents =
        [
            await host.Documents<Order>().GetAsync("order-" + order, ct),
            await host.Documents<Ledger>().GetAsync("ledger-" + order, ct),
            await host.Documents<Shipment>().GetAsync(order.ToString(), ct),
        ];
        return documents.All(document => document is { Outbox.Count: 0, OutboxSince: null }) && documents[2] is Shipment { CurrentState: "Final" };
    }
}
