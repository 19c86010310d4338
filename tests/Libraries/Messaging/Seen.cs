using System.Collections.Concurrent;
using MassTransit;

namespace Platform.Libraries.Tests.Messaging;

/// <summary>Every message that came to a consumer, across the hosts of a test.</summary>
public sealed class Seen
{
    private readonly ConcurrentQueue<(Type Type, Guid Id, object Message)> all = new();

    public void Add<T>(ConsumeContext<T> context) where T : class => all.Enqueue((typeof(T), context.MessageId!.Value, context.Message));

    /// <summary>The messages of a type, repeats included.</summary>
    public IReadOnlyList<T> Messages<T>() => [.. all.Where(seen => seen.Type == typeof(T)).Select(seen => (T)seen.Message)];

    /// <summary>The different ids under which messages of a type came.</summary>
    public IReadOnlyList<Guid> Ids<T>() => [.. all.Where(seen => seen.Type == typeof(T)).Select(seen => seen.Id).Distinct()];

    /// <summary>The different ids of the messages of a type that a test is about.</summary>
    public IReadOnlyList<Guid> IdsOf<T>(Func<T, bool> mine) =>
        [.. all.Where(seen => seen.Message is T message && mine(message)).Select(seen => seen.Id).Distinct()];
}

/// <summary>Notes what comes and does nothing else.</summary>
public sealed class NotingConsumer<T>(Seen seen) : IConsumer<T> where T : class
{
    public Task Consume(ConsumeContext<T> context)
    {
        seen.Add(context);
        return Task.CompletedTask;
    }
}
