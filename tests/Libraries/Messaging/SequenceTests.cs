using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Platform.Contracts.Deploy.V1;
using Platform.Messaging;

namespace Platform.Libraries.Tests.Messaging;

/// <summary>Public events are numbered per source and subject, so that a subscriber sees what it missed.</summary>
[Collection(nameof(FaultPoint))]
public sealed class SequenceTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task Events_of_many_documents_about_one_subject_are_numbered_without_gaps_and_each_subject_by_itself(string kind)
    {
        using var store = new TestStore(kind);
        var seen = new Numbers();
        await using var host = await TestHost.StartAsync(store, builder => Register(builder, seen));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => InsertAsync(host, $"order-{n}", "shop", 3)).Append(InsertAsync(host, "other", "blog", 5)));

        await Wait.UntilAsync("all came", () => seen.Of("shop").Count == 60 && seen.Of("blog").Count == 5);
        seen.Of("shop").Values.Order().ToArray().ShouldBe(Enumerable.Range(1, 60).Select(n => (long)n).ToArray());
        seen.Of("blog").Values.Order().ToArray().ShouldBe([1, 2, 3, 4, 5]);
    }

    [Fact]
    public async Task Numbers_go_on_after_a_restart()
    {
        using var store = new TestStore(TestStore.Sqlite);
        var seen = new Numbers();
        for (var run = 1; run <= 3; run++)
        {
            await using var host = await TestHost.StartAsync(store, builder => Register(builder, seen));
            await InsertAsync(host, $"order-{run}", "shop", 2);
            await Wait.UntilAsync("they came", () => seen.Of("shop").Count == run * 2);
        }

        seen.Of("shop").Values.Order().ToArray().ShouldBe([1, 2, 3, 4, 5, 6]);
    }

    [Theory]
    [MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_fact_that_is_told_again_is_the_same_event_with_the_same_number(string kind)
    {
        using var store = new TestStore(kind);
        var seen = new Numbers();
        await using (var host = await TestHost.StartAsync(store, builder => Register(builder, seen)))
        {
            var order = new Order { Id = "order" };
            order.PublishFact("made", new RevisionCreated { Namespace = "default", Application = "shop", Revision = 1 });
            await host.Outbox<Order>().InsertAsync(order, Ct);
            await Wait.UntilAsync("it came", () => seen.Of("shop").Count == 1);
            await InsertAsync(host, "other", "shop", 3);
            await Wait.UntilAsync("they came", () => seen.Of("shop").Count == 4);
        }

        var fact = seen.Of("shop").Single(e => e.Value == 1);
        var again = new Numbers();
        await using var next = await TestHost.StartAsync(store, builder => Register(builder, again));
        await next.Outbox<Order>().UpdateAsync("order", order =>
        {
            order.PublishFact("made", new RevisionCreated { Namespace = "default", Application = "shop", Revision = 1 });
            return true;
        }, ct: Ct);
        await InsertAsync(next, "another", "shop", 1);

        await Wait.UntilAsync("both came", () => again.Of("shop").Count == 2);
        again.Of("shop").ShouldContain(fact);
        again.Of("shop").Values.Order().ShouldBe([1, 5]);
    }

    [Fact]
    public async Task A_crash_between_any_two_steps_gives_no_event_two_numbers_and_no_number_to_nobody()
    {
        var recorder = new Crash(null);
        await RunAsync(recorder, new Numbers());
        recorder.Steps.Count.ShouldBeGreaterThan(8);
        foreach (var step in recorder.Steps)
        {
            var seen = new Numbers();
            await RunAsync(new Crash(step), seen);
            seen.Twice.ShouldBeEmpty($"crash at {step}");
            seen.Of("shop").Values.Order().ToArray().ShouldBe([1, 2, 3, 4], $"crash at {step}");
        }
    }

    /// <summary>Three events, with a crash on the way; then, by the next process, one more.</summary>
    private static async Task RunAsync(Crash crash, Numbers seen)
    {
        using var store = new TestStore(TestStore.Sqlite);
        using (crash.Arm())
        {
            await using var host = await TestHost.StartAsync(store, builder => Register(builder, seen));
            try
            {
                await InsertAsync(host, "order", "shop", 3);
            }
            catch (CrashException)
            {
                // Said again below.
            }

            await Wait.UntilAsync("crash or end", async () => crash.Happened || await host.WaitingAsync("order") == 0);
        }

        await using var next = await TestHost.StartAsync(store, builder => Register(builder, seen));
        await InsertAsync(next, "order", "shop", 3);
        await Wait.UntilAsync("the first came", () => seen.Of("shop").Count == 3);
        await InsertAsync(next, "another", "shop", 1);
        await Wait.UntilAsync("all came", () => seen.Of("shop").Count == 4);
    }

    private static Task<bool> InsertAsync(TestHost host, string id, string application, int events)
    {
        var order = new Order { Id = id };
        for (var n = 0; n < events; n++)
        {
            order.Publish(new RevisionCreated { Namespace = "default", Application = application, Revision = n });
        }

        return host.Outbox<Order>().InsertAsync(order, Ct);
    }

    private static void Register(IHostApplicationBuilder builder, Numbers seen)
    {
        builder.Services.AddSingleton(seen);
        builder.AddOutboxDocuments<Order>("test", "orders");
        builder.AddMessaging("test", bus => bus.AddConsumer<NumberConsumer>());
    }

    /// <summary>The numbers that came, by application and event id.</summary>
    internal sealed class Numbers
    {
        private readonly ConcurrentDictionary<string, ConcurrentDictionary<Guid, long>> all = new();

        /// <summary>Events that came with two different numbers.</summary>
        public ConcurrentBag<Guid> Twice { get; } = [];

        public ConcurrentDictionary<Guid, long> Of(string application) => all.GetOrAdd(application, _ => new());

        public void Add(string application, Guid id, long number)
        {
            if (Of(application).GetOrAdd(id, number) != number)
            {
                Twice.Add(id);
            }
        }
    }

    internal sealed class NumberConsumer(Numbers seen) : IConsumer<RevisionCreated>
    {
        public Task Consume(ConsumeContext<RevisionCreated> context)
        {
            seen.Add(context.Message.Application, context.MessageId!.Value, EventSequence.Of(context));
            return Task.CompletedTask;
        }
    }
}
