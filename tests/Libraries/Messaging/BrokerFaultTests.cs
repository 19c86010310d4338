using System.Diagnostics;
using System.Text;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Platform.Messaging;
using RabbitMQ.Client;

namespace Platform.Libraries.Tests.Messaging;

/// <summary>Processes and brokers that go away in the middle.</summary>
[Collection(nameof(FaultPoint))]
public sealed class BrokerFaultTests
{
    public const string Order = "PLATFORM_TEST_ORDER";
    public const string Folder = "PLATFORM_TEST_FOLDER";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A real process, a real kill -9, a real broker: between saving and sending, while handling, before the pull.</summary>
    [Theory]
    [InlineData("outbox.saving:1")]
    [InlineData("outbox.saved:1")]
    [InlineData("outbox.sent:1")]
    [InlineData("outbox.saved:2")]
    [InlineData("outbox.pulling:2")]
    [InlineData("saga.handled:2")]
    [InlineData("outbox.sent:4")]
    public async Task A_process_killed_in_the_middle_is_carried_on_by_the_next(string fault)
    {
        var address = Broker.Address;
        using var store = new TestStore(TestStore.Sqlite);
        var order = Guid.NewGuid();
        (await RunWorkerAsync(store, order, fault)).ShouldBe(128 + 9, "the process kills itself");

        var seen = new Seen();
        await using var next = await TestHost.StartAsync(store, builder => builder.AddShipping(seen), TestHost.Options with { Broker = address });
        await next.PlaceAsync(order);
        await Wait.UntilAsync("the order is shipped", () => next.IsDoneAsync(order), 30);
        (await next.Documents<Ledger>().GetAsync("ledger-" + order, Ct))!.Total.ShouldBe(1);
        (await next.Documents<Shipment>().GetAsync(order.ToString(), Ct))!.Booked.ShouldBe(1);
        seen.IdsOf<OrderShipped>(shipped => shipped.Order == order).Count.ShouldBeLessThanOrEqualTo(1);
    }

    /// <summary>Not a test: the process the one above kills.</summary>
    [Fact(Explicit = true)]
    public async Task Worker()
    {
        using var store = new TestStore(TestStore.Sqlite, Environment.GetEnvironmentVariable(Folder)!);
        await using var host = await TestHost.StartAsync(store, builder => builder.AddShipping(new Seen()), Broker.Options);
        await host.PlaceAsync(Guid.Parse(Environment.GetEnvironmentVariable(Order)!));
        await Task.Delay(TimeSpan.FromSeconds(60), Ct);
    }

    [Fact]
    public async Task A_broker_that_restarts_in_the_middle_loses_nothing()
    {
        var tool = Tool();
        Assert.SkipWhen((await RunAsync(tool, "status")).Trim() != Broker.Address, "the broker is not this project's own, so it is not restarted");
        using var store = new TestStore(TestStore.Sqlite);
        var seen = new Seen();
        var options = Broker.Options with { DispatchTimeout = TimeSpan.FromSeconds(2), SweepInterval = TimeSpan.FromSeconds(1), SweepAge = TimeSpan.FromSeconds(1) };
        await using var host = await TestHost.StartAsync(store, builder => builder.AddShipping(seen), options);
        await host.StartedAsync();
        var orders = Enumerable.Range(0, 60).Select(_ => Guid.NewGuid()).ToList();
        var restart = RunAsync(tool, "restart");
        foreach (var order in orders)
        {
            (await host.PlaceAsync(order)).ShouldBeTrue("saving does not wait for the broker");
            await Task.Delay(50, Ct);
        }

        await restart;
        foreach (var order in orders)
        {
            await Wait.UntilAsync($"order {order} is shipped", () => host.IsDoneAsync(order), 60);
            (await host.Documents<Ledger>().GetAsync("ledger-" + order, Ct))!.Total.ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_message_that_kills_its_consumers_ends_in_the_error_queue()
    {
        await using var broker = await Broker.ConnectAsync();
        using var store = new TestStore(TestStore.Sqlite);
        await using (var host = await TestHost.StartAsync(store, Register, Broker.Options with { DeliveryLimit = 3 }))
        {
            await host.StartedAsync();
        }

        await broker.Channel.QueuePurgeAsync("test-poison-pill", Ct);
        await broker.Channel.QueuePurgeAsync("test-poison-pill_error", Ct);
        await broker.Channel.BasicPublishAsync("", "test-poison-pill", Encoding.UTF8.GetBytes("poison"), Ct);
        for (var death = 0; death < 4; death++)
        {
            BasicGetResult? got = null;
            await Wait.UntilAsync("the message", async () => (got = await broker.Channel.BasicGetAsync("test-poison-pill", autoAck: false, Ct)) is not null);
            await broker.Channel.BasicNackAsync(got!.DeliveryTag, multiple: false, requeue: true, Ct);
        }

        Encoding.UTF8.GetString((await broker.NextAsync("test-poison-pill_error")).Body.Span).ShouldBe("poison");
    }

    [Fact]
    public async Task Two_processes_of_a_service_share_its_sagas()
    {
        using var store = new TestStore(TestStore.Mongo);
        var options = Broker.Options;
        await using var one = await TestHost.StartAsync(store, SagaTests.Register, options);
        await using var two = await TestHost.StartAsync(store, SagaTests.Register, options);
        await one.StartedAsync();
        await two.StartedAsync();
        var saga = Guid.NewGuid();
        await Task.WhenAll(Enumerable.Range(1, 100).Select(number => one.Bus.Publish(new SagaTests.Reply(saga, number), Ct)));
        await Wait.UntilAsync(
            "all replies are there",
            async () => (await two.Documents<SagaTests.Gathering>().GetAsync(saga.ToString(), Ct))?.Numbers.Count >= 100,
            60);
        (await two.Documents<SagaTests.Gathering>().GetAsync(saga.ToString(), Ct))!.Numbers.Order().ShouldBe(Enumerable.Range(1, 100));
    }

    public sealed record Poison;

    private static void Register(IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new Seen());
        builder.AddMessaging("test", bus => bus.AddConsumer<NotingConsumer<Poison>>().Endpoint(endpoint => endpoint.Name = "test-poison-pill"));
    }

    private static async Task<int> RunWorkerAsync(TestStore store, Guid order, string fault)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["-method", $"{typeof(BrokerFaultTests).FullName}.{nameof(Worker)}", "-explicit", "only"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["PLATFORM_FAULT"] = fault;
        start.Environment[Order] = order.ToString();
        start.Environment[Folder] = store.Options.DataDirectory;
        using var worker = Process.Start(start)!;
        var output = worker.StandardOutput.ReadToEndAsync(Ct);
        await worker.WaitForExitAsync(Ct);
        TestContext.Current.TestOutputHelper?.WriteLine(await output);
        return worker.ExitCode;
    }

    private static string Tool()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Platform.sln")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, "tests", "tools", "rabbit");
    }

    private static async Task<string> RunAsync(string program, string argument)
    {
        using var process = Process.Start(new ProcessStartInfo(program, [argument]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        return output;
    }
}
