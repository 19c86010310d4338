using MassTransit;

namespace Platform.Messaging;

/// <summary>The message being handled, so that what its handling sends can say where it comes from.</summary>
internal sealed record MessageOrigin(Guid? MessageId, Guid? ConversationId, Guid? CorrelationId)
{
    private static readonly AsyncLocal<MessageOrigin?> Ambient = new();

    public static MessageOrigin? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    public static MessageOrigin Of(ConsumeContext context) => new(context.MessageId, context.ConversationId, context.CorrelationId);
}
