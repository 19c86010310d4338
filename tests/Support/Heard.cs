using System.Collections.Concurrent;
using MassTransit;

namespace Platform.Tests.Support;

/// <summary>Every message of some kinds that came by, repeats included.</summary>
internal sealed class Heard
{
    private readonly ConcurrentQueue<(Guid Id, object Message)> _all = new();

    internal IReadOnlyList<T> Of<T>() => [.. _all.Select(m => m.Message).OfType<T>()];

    internal IReadOnlyList<Guid> IdsOf<T>() => [.. _all.Where(m => m.Message is T).Select(m => m.Id).Distinct()];

    internal IReadOnlyList<(Guid Id, T Message)> WithIds<T>() where T : class => [.. _all.Where(m => m.Message is T).Select(m => (m.Id, (T)m.Message))];

    /// <summary>Hears one kind, at a queue of its own.</summary>
    internal static void Hear<T>(IBusRegistrationConfigurator bus)
        where T : class => bus.AddConsumer<HearingConsumer<T>>().Endpoint(e => e.Name = $"tests-hear-{typeof(T).Name}");

    internal void Add(Guid id, object message) => _all.Enqueue((id, message));
}

/// <summary>Notes what comes.</summary>
internal sealed class HearingConsumer<T>(Heard heard) : IConsumer<T>
    where T : class
{
    public Task Consume(ConsumeContext<T> context)
    {
        heard.Add(context.MessageId!.Value, context.Message);
        return Task.CompletedTask;
    }
}
