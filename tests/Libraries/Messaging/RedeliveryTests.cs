using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Platform.Messaging;

namespace Platform.Libraries.Tests.Messaging;

/// <summary>A message that fails comes back a bounded number of times, over restarts too, and is never lost.</summary>
public sealed class RedeliveryTests
{
    private static readonly MessagingOptions Quick = TestHost.Options with
    {
        Retries = 1,
        Redeliveries = [TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(300)],
    };

    [Theory]
    [InlineData("in memory")]
    [InlineData("RabbitMQ")]
    public async Task A_message_that_fails_twice_is_delivered_again_later_under_the_same_id(string transport)
    {
        using var store = new TestStore(TestStore.Sqlite);
        var work = new Work { Failures = 3 };
        var options = transport == "RabbitMQ" ? Quick with { Broker = Broker.Address } : Quick;
        await using var host = await TestHost.StartAsync(store, builder => Register(builder, work), options);
        var sent = await SendAsync(host, "job");
        await Wait.UntilAsync("the job is done", () => work.Done.Count == 1);
        work.Attempts.ShouldBe(4, "two attempts, put off, one more that fails, one that succeeds");
        work.Ids.ShouldBe([sent]);
        await Wait.UntilAsync("the outbox is empty", async () => await host.WaitingAsync("job") == 0);
    }

    [Fact]
    public async Task A_delivery_put_off_survives_the_process()
    {
        using var store = new TestStore(TestStore.Sqlite);
        var work = new Work { Failures = 2 };
        var slow = Quick with { Redeliveries = [TimeSpan.FromSeconds(1.5)] };
        await using (var host = await TestHost.StartAsync(store, builder => Register(builder, work), slow))
        {
            await SendAsync(host, "job");
            // It counts as finished, so its outbox entry goes: what is left of it is the due document.
            await Wait.UntilAsync("the outbox is empty", async () => await host.WaitingAsync("job") == 0);
            work.Done.ShouldBeEmpty();
        }

        await using var next = await TestHost.StartAsync(store, builder => Register(builder, work), slow);
        await Wait.UntilAsync("the job is done", () => work.Done.Count == 1);
    }

    [Fact]
    public async Task After_the_last_redelivery_it_is_in_the_error_queue()
    {
        await using var broker = await Broker.ConnectAsync();
        using var store = new TestStore(TestStore.Sqlite);
        var work = new Work { Failures = int.MaxValue };
        await using var host = await TestHost.StartAsync(store, builder => Register(builder, work), Quick with { Broker = Broker.Address });
        await host.StartedAsync();
        await broker.Channel.QueuePurgeAsync("test-work_error", TestContext.Current.CancellationToken);
        var sent = await SendAsync(host, "hopeless");
        var dead = await broker.NextAsync("test-work_error");
        dead.BasicProperties.MessageId.ShouldBe(sent.ToString());
        work.Attempts.ShouldBe(6, "three deliveries of two attempts each");
    }

    [Fact]
    public async Task What_is_wrong_with_the_message_itself_is_not_tried_again()
    {
        using var store = new TestStore(TestStore.Sqlite);
        var work = new Work { Failures = int.MaxValue, Failure = () => new FormatException("not a number") };
        await using var host = await TestHost.StartAsync(store, builder => Register(builder, work), Quick);
        await SendAsync(host, "job");
        await Wait.UntilAsync("the outbox is empty", async () => await host.WaitingAsync("job") == 0);
        work.Attempts.ShouldBe(1);
    }

    private static async Task<Guid> SendAsync(TestHost host, string id)
    {
        var order = new Order { Id = id };
        order.Publish(new DoWork(id));
        var sent = order.Outbox[0].Id;
        await host.Outbox<Order>().InsertAsync(order, TestContext.Current.CancellationToken);
        return sent;
    }

    private static void Register(IHostApplicationBuilder builder, Work work)
    {
        builder.Services.AddSingleton(work);
        builder.AddOutboxDocuments<Order>("test", "orders");
        builder.AddMessaging("test", bus => bus.AddConsumer<WorkConsumer>().Endpoint(endpoint => endpoint.Name = "test-work"));
    }

    public sealed record DoWork(string Name);

    public sealed class Work
    {
        private int attempts;

        public int Failures { get; init; }

        public Func<Exception> Failure { get; init; } = () => new InvalidOperationException("not yet");

        public int Attempts => attempts;

        public HashSet<Guid> Ids { get; } = [];

        public List<string> Done { get; } = [];

        public void Do(Guid id, string name)
        {
            Ids.Add(id);
            if (Interlocked.Increment(ref attempts) <= Failures)
            {
                throw Failure();
            }

            Done.Add(name);
        }
    }

    public sealed class WorkConsumer(Work work) : IConsumer<DoWork>
    {
        public Task Consume(ConsumeContext<DoWork> context)
        {
            work.Do(context.MessageId!.Value, context.Message.Name);
            return Task.CompletedTask;
        }
    }
}
