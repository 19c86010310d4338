using System.Diagnostics;
using System.Threading.Channels;
using MassTransit;

namespace Platform.Libraries.Tests.Messaging;

/// <summary>A message with what came along.</summary>
public sealed record Envelope<T>(T Message, Guid? MessageId, Guid? ConversationId, string ContentType, DateTime? SentTime, ActivityTraceId Trace);

/// <summary>Messages as they came, with what came along.</summary>
public sealed class Envelopes
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<Type, Channel<object>> all = new();

    public void Add<T>(ConsumeContext<T> context) where T : class => Of<T>().Writer.TryWrite(new Envelope<T>(
        context.Message,
        context.MessageId,
        context.ConversationId,
        context.ReceiveContext.ContentType?.ToString() ?? "",
        context.SentTime,
        Activity.Current?.TraceId ?? default));

    public async Task<Envelope<T>> Next<T>()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        return (Envelope<T>)await Of<T>().Reader.ReadAsync(limit.Token);
    }

    private Channel<object> Of<T>() => all.GetOrAdd(typeof(T), _ => Channel.CreateUnbounded<object>());
}

public sealed class EnvelopeConsumer<T>(Envelopes seen) : IConsumer<T> where T : class
{
    public Task Consume(ConsumeContext<T> context)
    {
        seen.Add(context);
        return Task.CompletedTask;
    }
}
