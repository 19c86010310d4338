using Platform.Contracts.Deploy.V1;
using Platform.Contracts.Status.V1;
using Platform.Messaging;
using RabbitMQ.Client;

namespace Platform.Chaos.Tests;

/// <summary>Says again, under the same ids and in another order, what services said to each other.</summary>
internal sealed class Echo(string broker, Random random)
{
    private const string Queue = "chaos-echo";
    private const string Mark = "x-echo";

    private static readonly Type[] Heard =
    [
        typeof(PlanRollout), typeof(RolloutPlanned), typeof(ApplyToCluster), typeof(RolloutProgressed), typeof(CheckRollout),
        typeof(SweepInventory), typeof(RemoveFromCluster), typeof(ClusterApplied), typeof(ClusterHealthObserved), typeof(RolloutSucceeded), typeof(RolloutSuperseded),
    ];

    /// <summary>How many were said again.</summary>
    public int Repeats { get; private set; }

    /// <summary>Begins to listen.</summary>
    public async Task ListenAsync()
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-max-length"] = 2000 });
        foreach (var type in Heard)
            await channel.QueueBindAsync(Queue, MessageNames.ContractName(type)!, "");
    }

    /// <summary>Takes the oldest it heard, and says a part of them again.</summary>
    public async Task RepeatAsync(int most)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        var heard = new List<BasicGetResult>();
        while (heard.Count < most && await channel.BasicGetAsync(Queue, autoAck: true) is { } message)
        {
            if (message.BasicProperties.Headers?.ContainsKey(Mark) != true)
                heard.Add(message);
        }

        foreach (var message in heard.OrderBy(_ => random.Next()).Take(heard.Count / 2))
        {
            var properties = new BasicProperties(message.BasicProperties);
            (properties.Headers ??= new Dictionary<string, object?>())[Mark] = "1";
            await channel.BasicPublishAsync(message.Exchange, message.RoutingKey, mandatory: false, properties, message.Body);
            Repeats++;
        }
    }

    private Task<IConnection> ConnectAsync() => new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync();
}
