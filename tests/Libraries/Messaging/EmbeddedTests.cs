using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Platform.Messaging;

namespace Platform.Libraries.Tests.Messaging;

/// <summary>Without a broker, a message stays in its document until everybody is done with it.</summary>
public sealed class EmbeddedTests
{
    [Fact]
    public async Task An_entry_goes_when_its_consumers_and_what_they_sent_on_are_finished()
    {
        using var store = new TestStore(TestStore.Sqlite);
        var gates = new Gates();
        await using var host = await TestHost.StartAsync(store, builder => Register(builder, gates));
        var order = new Order { Id = "a" };
        order.Publish(new First());
        await host.Outbox<Order>().InsertAsync(order, TestContext.Current.CancellationToken);

        await gates.FirstBegan.Task.WaitAsync(Gates.Limit, TestContext.Current.CancellationToken);
        (await host.WaitingAsync("a")).ShouldBe(1, "the consumer is at work");
        gates.FirstMayEnd.SetResult();
        await gates.SecondBegan.Task.WaitAsync(Gates.Limit, TestContext.Current.CancellationToken);
        (await host.WaitingAsync("a")).ShouldBe(1, "what the consumer sent on is at work");
        gates.SecondMayEnd.SetResult();
        await Wait.UntilAsync("the entry is gone", async () => await host.WaitingAsync("a") == 0);
    }

    [Fact]
    public async Task A_process_that_dies_while_a_consumer_works_hands_the_message_to_the_next()
    {
        using var store = new TestStore(TestStore.Sqlite);
        var gates = new Gates();
        var first = await TestHost.StartAsync(store, builder => Register(builder, gates));
        var order = new Order { Id = "a" };
        order.Publish(new First());
        await first.Outbox<Order>().InsertAsync(order, TestContext.Current.CancellationToken);
        await gates.FirstBegan.Task.WaitAsync(Gates.Limit, TestContext.Current.CancellationToken);
        var stopping = first.DisposeAsync();
        gates.FirstMayEnd.SetException(new OperationCanceledException());
        await stopping;

        var again = new Gates();
        again.FirstMayEnd.SetResult();
        again.SecondMayEnd.SetResult();
        await using var next = await TestHost.StartAsync(store, builder => Register(builder, again));
        await again.SecondBegan.Task.WaitAsync(Gates.Limit, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_message_nobody_consumes_is_done_with_at_once()
    {
        using var store = new TestStore(TestStore.Sqlite);
        await using var host = await TestHost.StartAsync(store, builder => Register(builder, new Gates()));
        var order = new Order { Id = "a" };
        order.Publish(new OrderShipped(Guid.NewGuid()));
        await host.Outbox<Order>().InsertAsync(order, TestContext.Current.CancellationToken);
        await Wait.UntilAsync("the entry is gone", async () => await host.WaitingAsync("a") == 0);
    }

    private static void Register(IHostApplicationBuilder builder, Gates gates)
    {
        builder.Services.AddSingleton(gates);
        builder.AddOutboxDocuments<Order>("test", "orders");
        builder.AddMessaging("test", bus =>
        {
            bus.AddConsumer<FirstConsumer>();
            bus.AddConsumer<SecondConsumer>();
        });
    }

    public sealed record First;

    public sealed record Second;

    public sealed class Gates
    {
        public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(20);

        public TaskCompletionSource FirstBegan { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource FirstMayEnd { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource SecondBegan { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource SecondMayEnd { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public sealed class FirstConsumer(Gates gates) : IConsumer<First>
    {
        public async Task Consume(ConsumeContext<First> context)
        {
            gates.FirstBegan.TrySetResult();
            await gates.FirstMayEnd.Task.WaitAsync(context.CancellationToken);
            await context.Publish(new Second());
        }
    }

    public sealed class SecondConsumer(Gates gates) : IConsumer<Second>
    {
        public async Task Consume(ConsumeContext<Second> context)
        {
            gates.SecondBegan.TrySetResult();
            await gates.SecondMayEnd.Task.WaitAsync(context.CancellationToken);
        }
    }
}
