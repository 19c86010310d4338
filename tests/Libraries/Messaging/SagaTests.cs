using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Platform.Messaging;

namespace Platform.Libraries.Tests.Messaging;

/// <summary>Sagas as documents.</summary>
public sealed class SagaTests
{
    [Theory]
    [MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task Three_hundred_replies_to_one_saga_lose_nothing(string kind) => await GatherAsync(kind, TestHost.Options);

    [Fact]
    public async Task Three_hundred_replies_over_a_broker_lose_nothing() => await GatherAsync(TestStore.Sqlite, Broker.Options);

    [Theory]
    [MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_message_that_comes_again_is_not_handled_again(string kind)
    {
        using var store = new TestStore(kind);
        await using var host = await TestHost.StartAsync(store, Register);
        var (saga, message) = (Guid.NewGuid(), Guid.NewGuid());
        var ct = TestContext.Current.CancellationToken;
        for (var time = 0; time < 3; time++)
        {
            await host.Bus.Publish(new Reply(saga, 7), context => context.MessageId = message, ct);
        }

        await host.Bus.Publish(new Reply(saga, 8), ct);
        await Wait.UntilAsync("the other reply is handled", async () => (await host.Documents<Gathering>().GetAsync(saga.ToString(), ct))?.Numbers.Contains(8) == true);
        (await host.Documents<Gathering>().GetAsync(saga.ToString(), ct))!.Numbers.Count(number => number == 7).ShouldBe(1);
    }

    [Fact]
    public async Task A_saga_changed_from_outside_meanwhile_is_handled_anew()
    {
        using var store = new TestStore(TestStore.Sqlite);
        await using var host = await TestHost.StartAsync(store, Register);
        var saga = Guid.NewGuid();
        var ct = TestContext.Current.CancellationToken;
        await host.Bus.Publish(new Reply(saga, 1), ct);
        await Wait.UntilAsync("the saga exists", async () => await host.Documents<Gathering>().GetAsync(saga.ToString(), ct) is not null);

        var writes = Task.Run(async () =>
        {
            for (var write = 0; write < 50; write++)
            {
                await host.Outbox<Gathering>().UpdateAsync(saga.ToString(), gathering => ++gathering.Touched > 0, ct: ct);
            }
        }, ct);
        await Task.WhenAll(Enumerable.Range(2, 50).Select(number => host.Bus.Publish(new Reply(saga, number), ct)));
        await writes;
        await Wait.UntilAsync("all replies are there", async () => (await host.Documents<Gathering>().GetAsync(saga.ToString(), ct))!.Numbers.Count == 51);
        (await host.Documents<Gathering>().GetAsync(saga.ToString(), ct))!.Touched.ShouldBe(50);
    }

    [Theory]
    [MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_saga_is_found_by_an_indexed_field(string kind)
    {
        using var store = new TestStore(kind);
        await using var host = await TestHost.StartAsync(store, Register);
        var saga = Guid.NewGuid();
        var ct = TestContext.Current.CancellationToken;
        await host.Bus.Publish(new Reply(saga, 1), ct);
        await Wait.UntilAsync("the saga exists", async () => await host.Documents<Gathering>().GetAsync(saga.ToString(), ct) is not null);
        await host.Bus.Publish(new CallOff("gathering-1"), ct);
        await Wait.UntilAsync("it was called off", async () => (await host.Documents<Gathering>().GetAsync(saga.ToString(), ct))!.CurrentState == "CalledOff");
    }

    private static async Task GatherAsync(string kind, MessagingOptions options)
    {
        using var store = new TestStore(kind);
        await using var host = await TestHost.StartAsync(store, Register, options);
        await host.StartedAsync();
        var saga = Guid.NewGuid();
        var ct = TestContext.Current.CancellationToken;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(1, 300).Select(number => host.Bus.Publish(new Reply(saga, number), ct)));
        await Wait.UntilAsync("all replies are there", async () => (await host.Documents<Gathering>().GetAsync(saga.ToString(), ct))?.Numbers.Count >= 300, 60);
        var gathered = await host.Documents<Gathering>().GetAsync(saga.ToString(), ct);
        gathered!.Numbers.Order().ShouldBe(Enumerable.Range(1, 300));
        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.ElapsedMilliseconds} ms, version {gathered.Version}");
        await Wait.UntilAsync("the end was announced", async () => (await host.Documents<Gathering>().GetAsync(saga.ToString(), ct))!.Outbox.Count == 0);
    }

    internal static void Register(IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new Seen());
        builder.AddOutboxDocuments<Gathering>("test", "gatherings", documents => documents.Index(gathering => gathering.Name));
        builder.AddMessaging("test", bus =>
        {
            bus.AddSagaStateMachine<GatheringStateMachine, Gathering>().DocumentRepository();
            bus.AddConsumer<NotingConsumer<Gathered>>().Endpoint(endpoint => endpoint.Name = "test-noting-gathered");
        });
    }

    public sealed record Reply(Guid Gathering, int Number);

    public sealed record CallOff(string Name);

    public sealed record Gathered(Guid Gathering);

    public sealed class Gathering : SagaDocument
    {
        public string Name { get; set; } = "";

        public List<int> Numbers { get; set; } = [];

        public int Touched { get; set; }
    }

    public sealed class GatheringStateMachine : MassTransitStateMachine<Gathering>
    {
        public GatheringStateMachine()
        {
            InstanceState(gathering => gathering.CurrentState);
            Event(() => Replied, e => e.CorrelateById(context => context.Message.Gathering));
            Event(() => CalledOffEvent, e => e.CorrelateBy((gathering, context) => gathering.Name == context.Message.Name).OnMissingInstance(m => m.Discard()));
            Initially(When(Replied).Then(context => Note(context)).TransitionTo(Open));
            During(
                Open,
                When(Replied).Then(context => Note(context))
                    .If(context => context.Saga.Numbers.Count == 300, all => all.Publish(context => new Gathered(context.Saga.CorrelationId))),
                When(CalledOffEvent).TransitionTo(CalledOff));
        }

        public State Open { get; } = null!;

        public State CalledOff { get; } = null!;

        public Event<Reply> Replied { get; } = null!;

        public Event<CallOff> CalledOffEvent { get; } = null!;

        private static void Note(BehaviorContext<Gathering, Reply> context)
        {
            context.Saga.Name = "gathering-1";
            context.Saga.Numbers.Add(context.Message.Number);
        }
    }
}
