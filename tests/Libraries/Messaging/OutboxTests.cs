using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Platform.Messaging;

namespace Platform.Libraries.Tests.Messaging;

/// <summary>Documents and the messages they send.</summary>
public sealed class OutboxTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task Many_writers_and_the_pulls_between_them_lose_no_change_and_no_message(string kind)
    {
        using var store = new TestStore(kind);
        var seen = new Seen();
        await using var host = await TestHost.StartAsync(store, builder => Register(builder, seen));
        await host.Outbox<Order>().InsertAsync(new Order { Id = "a" }, Ct);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var write = 0; write < 25; write++)
            {
                await host.Outbox<Order>().UpdateAsync("a", order =>
                {
                    order.Note += "x";
                    order.Publish(new OrderShipped(NameBasedId.Of(Guid.Empty, $"{writer}/{write}")));
                    return true;
                }, ct: Ct);
            }
        })));
        await Wait.UntilAsync("the outbox is empty", async () => await host.WaitingAsync("a") == 0);
        var order = (await host.Documents<Order>().GetAsync("a", Ct))!;
        order.Note.Length.ShouldBe(200);
        order.OutboxSequence.ShouldBe(200);
        seen.Messages<OrderShipped>().Distinct().Count().ShouldBe(200);
        seen.Ids<OrderShipped>().Count.ShouldBe(200);
    }

    [Fact]
    public async Task That_entries_were_pulled_is_no_conflict_for_a_stale_copy_but_a_change_is()
    {
        using var store = new TestStore(TestStore.Sqlite);
        await using var host = await TestHost.StartAsync(store, builder => Register(builder, new Seen()));
        var outbox = host.Outbox<Order>();
        var order = new Order { Id = "a" };
        order.Publish(new OrderShipped(Guid.NewGuid()));
        await outbox.InsertAsync(order, Ct);
        var (stale, older) = ((await outbox.Documents.GetAsync("a", Ct))!, (await outbox.Documents.GetAsync("a", Ct))!);
        await Wait.UntilAsync("the entry is pulled", async () => (await outbox.Documents.GetAsync("a", Ct))!.Outbox.Count == 0);

        stale.Note = "mine";
        (await outbox.ReplaceAsync(stale, Ct)).ShouldBeTrue("only the outbox changed meanwhile");
        (await outbox.Documents.GetAsync("a", Ct))!.Outbox.ShouldBeEmpty("what was sent must not come back");
        older.Note = "lost";
        (await outbox.ReplaceAsync(older, Ct)).ShouldBeFalse("somebody else changed it");
        (await outbox.Documents.GetAsync("a", Ct))!.Note.ShouldBe("mine");
    }

    [Theory]
    [MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task What_was_written_past_the_outbox_is_swept_up(string kind)
    {
        using var store = new TestStore(kind);
        var seen = new Seen();
        var quick = TestHost.Options with { SweepInterval = TimeSpan.FromMilliseconds(200), SweepAge = TimeSpan.FromMilliseconds(100) };
        await using var host = await TestHost.StartAsync(store, builder => Register(builder, seen), quick);
        var order = new Order { Id = "a" };
        order.Publish(new OrderShipped(Guid.NewGuid()));
        await host.Documents<Order>().InsertAsync(order, Ct);
        await Wait.UntilAsync("the message came", () => seen.Ids<OrderShipped>().Count == 1);
        seen.Ids<OrderShipped>().ShouldBe([order.Outbox[0].Id]);
        await Wait.UntilAsync("the outbox is empty", async () => await host.WaitingAsync("a") == 0);
    }

    [Fact]
    public async Task What_has_arrived_goes_with_the_next_change_and_the_rest_before_the_process_ends()
    {
        using var store = new TestStore(TestStore.Sqlite);
        var seen = new Seen();
        var slow = TestHost.Options with { PullAfter = TimeSpan.FromHours(1) };
        await using (var host = await TestHost.StartAsync(store, builder => Register(builder, seen), slow))
        {
            foreach (var id in (string[])["a", "b"])
            {
                var order = new Order { Id = id };
                order.Publish(new OrderShipped(Guid.NewGuid()));
                await host.Outbox<Order>().InsertAsync(order, Ct);
            }

            await Wait.UntilAsync("a change of the document takes it along", async () =>
                (await host.Outbox<Order>().UpdateAsync("a", order => (order.Note += "x").Length > 0, ct: Ct))!.Outbox.Count == 0);

            var changed = (await host.Documents<Order>().GetAsync("a", Ct))!;
            (changed.Outbox.Count, changed.OutboxSince, changed.OutboxPulls).ShouldBe((0, null, 0));
            (await host.WaitingAsync("b")).ShouldBe(1, "nobody had to write it");
        }

        await using var next = await TestHost.StartAsync(store, builder => Register(builder, seen));
        (await next.WaitingAsync("b")).ShouldBe(0);
        seen.Ids<OrderShipped>().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_document_that_leaves_goes_with_its_last_message()
    {
        using var store = new TestStore(TestStore.Sqlite);
        var seen = new Seen();
        await using var host = await TestHost.StartAsync(store, builder => Register(builder, seen));
        var order = new Order { Id = "a" };
        await host.Outbox<Order>().InsertAsync(order, Ct);
        order.Publish(new OrderShipped(Guid.NewGuid()));
        order.Leaving = true;
        (await host.Outbox<Order>().ReplaceAsync(order, Ct)).ShouldBeTrue();
        await Wait.UntilAsync("it is gone", async () => await host.Documents<Order>().GetAsync("a", Ct) is null);
        seen.Ids<OrderShipped>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_broker_that_is_away_holds_up_nobody_and_loses_nothing()
    {
        var address = Broker.Address;
        using var store = new TestStore(TestStore.Sqlite);
        var nowhere = TestHost.Options with { Broker = "amqp://guest:guest@127.0.0.1:1" };
        var order = new Order { Id = "a" };
        order.Publish(new OrderShipped(Guid.NewGuid()));
        await using (var host = await TestHost.StartAsync(store, builder => Register(builder, new Seen()), nowhere))
        {
            var save = host.Outbox<Order>().InsertAsync(order, Ct);
            (await save.WaitAsync(TimeSpan.FromSeconds(2), Ct)).ShouldBeTrue();
            (await host.WaitingAsync("a")).ShouldBe(1);
        }

        var seen = new Seen();
        await using var next = await TestHost.StartAsync(store, builder => Register(builder, seen), TestHost.Options with { Broker = address });
        await Wait.UntilAsync("the message came", () => seen.Ids<OrderShipped>().Contains(order.Outbox[0].Id));
        await Wait.UntilAsync("the outbox is empty", async () => await next.WaitingAsync("a") == 0);
    }

    [Fact]
    public async Task A_command_whose_queue_does_not_exist_yet_waits_for_it()
    {
        using var store = new TestStore(TestStore.Sqlite);
        var name = "test-late-" + Guid.NewGuid().ToString("N")[..6];
        var quick = Broker.Options with { SweepInterval = TimeSpan.FromMilliseconds(200), SweepAge = TimeSpan.FromMilliseconds(100) };
        var order = new Order { Id = "a" };
        order.Send(name, new OrderPlaced(Guid.NewGuid()));
        order.Publish(new OrderShipped(Guid.NewGuid()));
        var seen = new Seen();
        await using (var host = await TestHost.StartAsync(store, builder => Register(builder, seen), quick))
        {
            await host.Outbox<Order>().InsertAsync(order, Ct);
            await Wait.UntilAsync("the other message came", () => seen.Ids<OrderShipped>().Count == 1);
            (await host.Documents<Order>().GetAsync("a", Ct))!.Outbox.ShouldContain(entry => entry.Destination!.EndsWith(name));
        }

        await using var late = await TestHost.StartAsync(store, builder =>
        {
            Register(builder, seen);
            builder.AddMessaging("test", bus => bus.AddConsumer<NotingConsumer<OrderPlaced>>().Endpoint(endpoint => endpoint.Name = name));
        }, quick);
        await Wait.UntilAsync("the command came", () => seen.Ids<OrderPlaced>().Count == 1);
    }

    [Fact]
    public void Ids_follow_from_the_document_and_its_counter()
    {
        var order = new Order { Id = "a" };
        order.Publish(new OrderShipped(Guid.Empty));
        order.Publish(new OrderShipped(Guid.Empty));
        order.Outbox[0].Id.ShouldBe(NameBasedId.Of(order.OutboxSeed, "Order/a/1"));
        order.Outbox[1].Id.ShouldNotBe(order.Outbox[0].Id);
        new Order { Id = "a" }.OutboxSeed.ShouldBe(Guid.Empty, "a document made anew under the same id has ids of its own");
    }

    [Fact]
    public void The_inbox_remembers_the_last_messages_only()
    {
        var order = new Order();
        var ids = Enumerable.Range(0, 100).Select(n => NameBasedId.Of(Guid.Empty, n.ToString())).ToList();
        ids.ForEach(order.Handled);
        order.Inbox.ShouldBe(ids[^OutboxDocument.InboxSize..]);
    }

    private static void Register(IHostApplicationBuilder builder, Seen seen)
    {
        builder.Services.AddSingleton(seen);
        builder.AddOutboxDocuments<Order>("test", "orders");
        builder.AddMessaging("test", bus => bus.AddConsumer<NotingConsumer<OrderShipped>>().Endpoint(endpoint => endpoint.Name = "test-noting-shipped"));
    }
}
