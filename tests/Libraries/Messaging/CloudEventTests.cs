using System.Diagnostics;
using System.Text;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Platform.Contracts.Deploy.V1;
using Platform.Contracts.Status.V1;
using Platform.Messaging;
using RabbitMQ.Client;

namespace Platform.Libraries.Tests.Messaging;

/// <summary>Public events travel as CloudEvents, for us and for everyone.</summary>
public sealed class CloudEventTests
{
    private static readonly string Application = "shop" + Guid.NewGuid().ToString("N")[..6];

    public static TheoryData<string> Transports => ["in memory", "RabbitMQ"];

    private static RolloutStepChanged Event => new()
    {
        Namespace = "default",
        Application = Application,
        Rollout = Guid.NewGuid(),
        Revision = 3,
        Step = "deploy-east",
        StepType = "deploy",
        Phase = StepPhase.Running,
        Clusters = new Dictionary<string, int> { ["applied"] = 2 },
    };

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Our_own_consumers_read_the_event_that_was_published(string transport)
    {
        using var store = new TestStore(TestStore.Sqlite);
        var seen = new Envelopes();
        await using var host = await TestHost.StartAsync(store, builder => Register(builder, seen), OptionsFor(transport));
        var sent = Event;
        var order = new Order { Id = Guid.NewGuid().ToString() };
        order.Publish(sent);
        var entry = order.Outbox[0];
        await host.Outbox<Order>().InsertAsync(order, TestContext.Current.CancellationToken);

        var got = await seen.Next<RolloutStepChanged>();
        got.Message.ShouldBe(sent with { Clusters = got.Message.Clusters });
        got.Message.Clusters["applied"].ShouldBe(2);
        got.MessageId.ShouldBe(entry.Id);
        got.ConversationId.ShouldBe(entry.ConversationId);
        got.ContentType.ShouldStartWith("application/cloudevents+json");
        got.SentTime!.Value.ShouldBe(entry.Time.UtcDateTime, TimeSpan.FromMilliseconds(1));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task The_trace_goes_from_the_change_through_outbox_and_broker_to_the_consumer(string transport)
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => MessagingTelemetry.Sources.Contains(source.Name) || source.Name == "test",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var store = new TestStore(TestStore.Sqlite);
        var seen = new Envelopes();
        await using var host = await TestHost.StartAsync(store, builder => Register(builder, seen), OptionsFor(transport));
        using var source = new ActivitySource("test");
        ActivityTraceId trace;
        using (var request = source.StartActivity("request"))
        {
            trace = request!.TraceId;
            var order = new Order { Id = Guid.NewGuid().ToString() };
            order.Publish(Event);
            order.Publish(new OrderShipped(Guid.NewGuid()));
            await host.Outbox<Order>().InsertAsync(order, TestContext.Current.CancellationToken);
        }

        (await seen.Next<RolloutStepChanged>()).Trace.ShouldBe(trace);
        (await seen.Next<OrderShipped>()).Trace.ShouldBe(trace);
    }

    [Fact]
    public async Task An_outsider_with_nothing_but_an_AMQP_client_binds_by_routing_key_and_reads_JSON()
    {
        await using var broker = await Broker.ConnectAsync();
        using var store = new TestStore(TestStore.Sqlite);
        await using var host = await TestHost.StartAsync(store, builder => Register(builder, new Envelopes()), Broker.Options);
        await host.StartedAsync();
        var mine = await broker.SubscribeAsync($"default.{Application}.rollout-step-changed");
        var clusters = await broker.SubscribeAsync("_._.#");
        var sent = Event;
        var cluster = "c" + Guid.NewGuid().ToString("N")[..6];

        var order = new Order { Id = Guid.NewGuid().ToString() };
        order.Publish(sent);
        order.Publish(sent with { Application = "another" + Application });
        order.Publish(new ClusterUnreachable { Cluster = cluster, Since = TimeProvider.System.GetUtcNow(), Reason = "no route" });
        await host.Outbox<Order>().InsertAsync(order, TestContext.Current.CancellationToken);

        var message = await broker.NextAsync(mine);
        message.BasicProperties.ContentType.ShouldStartWith("application/cloudevents+json");
        var json = System.Text.Json.Nodes.JsonNode.Parse(message.Body.Span)!;
        string Text(string attribute) => json[attribute]!.GetValue<string>();
        Text("specversion").ShouldBe("1.0");
        Text("type").ShouldBe("platform.deploy.v1.rollout-step-changed");
        Text("source").ShouldBe("platform/deploy");
        Text("subject").ShouldBe($"default/{Application}");
        Text("datacontenttype").ShouldBe("application/json");
        Guid.Parse(Text("id")).ShouldNotBe(Guid.Empty);
        Guid.Parse(Text("correlationid")).ShouldNotBe(Guid.Empty);
        DateTimeOffset.Parse(Text("time")).ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1));
        json["data"]!["step"]!.GetValue<string>().ShouldBe("deploy-east");
        json["data"]!["phase"]!.GetValue<string>().ShouldBe("running");
        json["data"]!["clusters"]!["applied"]!.GetValue<int>().ShouldBe(2);
        (await broker.CountAsync(mine)).ShouldBe(0u, "the other application's event must not come");

        var unreachable = await broker.NextJsonAsync(clusters);
        unreachable["subject"]!.GetValue<string>().ShouldBe($"_/_/{cluster}");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"elsewhere","type":"platform.deploy.v1.rollout-step-changed"}""")]
    public async Task What_is_no_event_goes_to_the_error_queue_and_the_next_is_handled(string body)
    {
        await using var broker = await Broker.ConnectAsync();
        using var store = new TestStore(TestStore.Sqlite);
        var seen = new Envelopes();
        await using var host = await TestHost.StartAsync(store, builder => Register(builder, seen), Broker.Options);
        await host.StartedAsync();
        var properties = new BasicProperties { ContentType = "application/cloudevents+json" };
        await broker.Channel.BasicPublishAsync("", "test-cloud-events", mandatory: true, properties, Encoding.UTF8.GetBytes(body), TestContext.Current.CancellationToken);

        Encoding.UTF8.GetString((await broker.NextAsync("test-cloud-events_error")).Body.Span).ShouldBe(body);
        var order = new Order { Id = Guid.NewGuid().ToString() };
        order.Publish(Event);
        await host.Outbox<Order>().InsertAsync(order, TestContext.Current.CancellationToken);
        (await seen.Next<RolloutStepChanged>()).Message.Step.ShouldBe(Event.Step);
    }

    [Fact]
    public async Task Every_public_exchange_is_there_before_the_first_event()
    {
        await using var broker = await Broker.ConnectAsync();
        using var store = new TestStore(TestStore.Sqlite);
        await using var host = await TestHost.StartAsync(store, _ => { }, Broker.Options);
        await host.StartedAsync();
        foreach (var type in MessageNames.PublicEvents)
        {
            await broker.Channel.ExchangeDeclarePassiveAsync(MessageNames.Of(type), TestContext.Current.CancellationToken);
        }

        await broker.Channel.ExchangeDeclarePassiveAsync("platform.events", TestContext.Current.CancellationToken);
    }

    private static MessagingOptions OptionsFor(string transport) => transport == "RabbitMQ" ? Broker.Options : TestHost.Options;

    private static void Register(IHostApplicationBuilder builder, Envelopes seen)
    {
        builder.Services.AddSingleton(seen);
        builder.AddOutboxDocuments<Order>("test", "orders");
        builder.AddMessaging("test", bus =>
        {
            bus.AddConsumer<EnvelopeConsumer<RolloutStepChanged>>().Endpoint(endpoint => endpoint.Name = "test-cloud-events");
            bus.AddConsumer<EnvelopeConsumer<OrderShipped>>().Endpoint(endpoint => endpoint.Name = "test-cloud-envelopes");
        });
    }
}
