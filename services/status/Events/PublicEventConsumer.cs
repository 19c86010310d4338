using System.Text.Json;
using Platform.Contracts;

namespace Platform.Status.Events;

/// <summary>Writes a public event into the log, as it is on the wire.</summary>
internal sealed class PublicEventConsumer<T>(EventLog log, TimeProvider clock) : IConsumer<T> where T : class, IPublicEvent
{
    public Task Consume(ConsumeContext<T> context)
    {
        using var cloudEvent = JsonDocument.Parse(context.ReceiveContext.Body.GetBytes());
        var root = cloudEvent.RootElement;
        return log.AppendAsync(new()
        {
            EventId = Text(root, "id") ?? throw new FormatException("the event has no id"),
            Type = Text(root, "type") ?? "",
            Subject = Text(root, "subject") ?? "",
            Namespace = context.Message.Namespace,
            Time = root.TryGetProperty("time", out var time) && time.TryGetDateTimeOffset(out var at) ? at : clock.GetUtcNow(),
            LoggedAt = clock.GetUtcNow(),
            Body = JsonSerializer.Serialize(root, MessageJson.Options),
        }, context.CancellationToken);
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
