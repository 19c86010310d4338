using System.Text.Json.Nodes;
using Platform.Messaging;
using RabbitMQ.Client;

namespace Platform.Libraries.Tests.Messaging;

/// <summary>The RabbitMQ of the tests, seen by an outsider: a plain AMQP client. Every test has a virtual host's worth of names of its own.</summary>
internal sealed class Broker : IAsyncDisposable
{
    private readonly IConnection connection;

    private Broker(IConnection connection, IChannel channel) => (this.connection, Channel) = (connection, channel);

    public IChannel Channel { get; }

    public static string Address
    {
        get
        {
            var address = Environment.GetEnvironmentVariable("PLATFORM_TEST_RABBIT");
            Assert.SkipWhen(string.IsNullOrEmpty(address), "PLATFORM_TEST_RABBIT names no RabbitMQ");
            return address!;
        }
    }

    public static MessagingOptions Options => TestHost.Options with { Broker = Address };

    public static async Task<Broker> ConnectAsync()
    {
        var factory = new ConnectionFactory { Uri = new Uri(Address) };
        var connection = await factory.CreateConnectionAsync(TestContext.Current.CancellationToken);
        return new Broker(connection, await connection.CreateChannelAsync());
    }

    /// <summary>A queue of the outsider's own, bound to <c>platform.events</c>.</summary>
    public async Task<string> SubscribeAsync(string routingKey)
    {
        var queue = await Channel.QueueDeclareAsync();
        await Channel.QueueBindAsync(queue.QueueName, "platform.events", routingKey);
        return queue.QueueName;
    }

    /// <summary>The next message of a queue.</summary>
    public async Task<BasicGetResult> NextAsync(string queue)
    {
        BasicGetResult? message = null;
        await Wait.UntilAsync($"a message in {queue}", async () => (message = await Channel.BasicGetAsync(queue, autoAck: true)) is not null);
        return message!;
    }

    /// <summary>The next message of a queue, as JSON.</summary>
    public async Task<JsonNode> NextJsonAsync(string queue) => JsonNode.Parse((await NextAsync(queue)).Body.Span)!;

    public async Task<uint> CountAsync(string queue) => await Channel.MessageCountAsync(queue);

    public async ValueTask DisposeAsync()
    {
        await Channel.DisposeAsync();
        await connection.DisposeAsync();
    }
}
