using System.Text;
using System.Text.Json;
using Platform.Contracts;
using Platform.Status.History;
using Platform.Status.Notifications;

namespace Platform.Status.Events;

/// <summary>Writes a public event into the log, as it is on the wire, and into its application's timeline, and puts it on its way to subscribers.</summary>
internal sealed class PublicEventConsumer<T>(EventLog log, Timeline timeline, Dispatch dispatch, TimeProvider clock) : IConsumer<T> where T : class, IPublicEvent
{
    public async Task Consume(ConsumeContext<T> context)
    {
        var body = context.ReceiveContext.Body.GetBytes();
        using var cloudEvent = JsonDocument.Parse(body);
        var root = cloudEvent.RootElement;
        var logged = new EventDocument
        {
            EventId = Text(root, "id") ?? throw new FormatException("the event has no id"),
            Type = Text(root, "type") ?? "",
            Subject = Text(root, "subject") ?? "",
            Namespace = context.Message.Namespace,
            Time = root.TryGetProperty("time", out var time) && time.TryGetDateTimeOffset(out var at) ? at : clock.GetUtcNow(),
            LoggedAt = clock.GetUtcNow(),
            // On one line, as the stream needs it: of those who publish here, only others indent.
            Body = body.AsSpan().ContainsAny((byte)'\n', (byte)'\r') ? JsonSerializer.Serialize(root, MessageJson.Options) : Encoding.UTF8.GetString(body),
        };
        var name = logged.Type[(logged.Type.LastIndexOf('.') + 1)..];
        await timeline.AddAsync(context.Message, name, logged.EventId, logged.Time, context.CancellationToken);
        await dispatch.AddAsync(context.Message, logged, name, context.CancellationToken);
        await log.AppendAsync(logged, context.CancellationToken);
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
