// Prints rollouts that failed, with the platform's own types. Needs the package Platform.Contracts
// (dotnet pack contracts -o packages, and that folder as a package source):
//
//     dotnet run docs/subscribe.cs -- amqp://guest:guest@127.0.0.1:5672/ 'default.*.rollout-failed'
//     dotnet run docs/subscribe.cs -- < events.jsonl        (CloudEvents, one a line, instead of a broker)
#:package Platform.Contracts@1.*
#:package RabbitMQ.Client@7.2.2
#:property PublishAot=false
using System.Text.Json;
using Platform.Contracts.Deploy.V1;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

var web = new JsonSerializerOptions(JsonSerializerDefaults.Web);
if (args.Length == 0)
{
    while (await Console.In.ReadLineAsync() is { } line)
        Take(JsonDocument.Parse(line).RootElement);
    return;
}

await using var connection = await new ConnectionFactory { Uri = new Uri(args[0]) }.CreateConnectionAsync();
await using var channel = await connection.CreateChannelAsync();
// Declared as the platform declares it, so that a subscriber may come first.
await channel.ExchangeDeclareAsync("platform.events", ExchangeType.Topic, durable: true);
var queue = (await channel.QueueDeclareAsync()).QueueName;
await channel.QueueBindAsync(queue, "platform.events", args.Length > 1 ? args[1] : "#");
var consumer = new AsyncEventingBasicConsumer(channel);
consumer.ReceivedAsync += async (_, delivery) =>
{
    Take(JsonDocument.Parse(delivery.Body).RootElement);
    await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
};
await channel.BasicConsumeAsync(queue, autoAck: false, consumer);
Console.WriteLine("listening");
await Task.Delay(Timeout.Infinite);

void Take(JsonElement cloudEvent)
{
    if (cloudEvent.GetProperty("type").GetString() != "platform.deploy.v1.rollout-failed")
        return;
    var failed = cloudEvent.GetProperty("data").Deserialize<RolloutFailed>(web)!;
    Console.WriteLine($"{failed.Namespace}/{failed.Application} revision {failed.Revision}: {failed.Reason} (event {cloudEvent.GetProperty("id")}, number {cloudEvent.GetProperty("sequence")})");
}
