using MassTransit;
using MassTransit.Context;
using MassTransit.Saga;
using Platform.Storage;

namespace Platform.Messaging;

/// <summary>
/// Loads and saves the saga a message is for. A save stores state, the message's id and what the saga sends in one write; it fails with
/// <see cref="ConcurrencyException"/> when somebody else was quicker, and the message is then handled anew.
/// </summary>
internal sealed class DocumentSagaContext<TSaga, TMessage>(
    IOutbox<TSaga> outbox, ConsumeContext<TMessage> context, TSaga? loaded, TimeProvider clock)
    : ConsumeContextScope<TMessage>(context), SagaRepositoryContext<TSaga, TMessage>
    where TSaga : SagaDocument
    where TMessage : class
{
    private static readonly TimeSpan EndedFor = TimeSpan.FromDays(7);
    private readonly ConsumeContext<TMessage> message = context;
    private TSaga? loaded = loaded;

    public Task<SagaConsumeContext<TSaga, TMessage>> Add(TSaga instance) => Scope(message, instance);

    public async Task<SagaConsumeContext<TSaga, TMessage>> Insert(TSaga instance) =>
        loaded is null && await outbox.InsertAsync(instance, CancellationToken) ? await Scope(message, instance) : null!;

    public async Task<SagaConsumeContext<TSaga, TMessage>> Load(Guid correlationId)
    {
        var saga = loaded?.CorrelationId == correlationId ? loaded : await outbox.Documents.GetAsync(correlationId.ToString(), CancellationToken);
        loaded = null;
        return saga is null ? null! : await Scope(message, saga);
    }

    public Task Save(SagaConsumeContext<TSaga> context) => Store(context, outbox.InsertAsync);

    public Task Update(SagaConsumeContext<TSaga> context) => Store(context, outbox.ReplaceAsync);

    public Task Delete(SagaConsumeContext<TSaga> context) => Update(context);

    public Task Discard(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    /// <summary>After an event declared read-only nothing is stored, unless it sent something.</summary>
    public Task Undo(SagaConsumeContext<TSaga> context) => context.Saga.Fresh.Count > 0 ? Update(context) : Task.CompletedTask;

    public Task<SagaConsumeContext<TSaga, T>> CreateSagaConsumeContext<T>(
        ConsumeContext<T> consumeContext, TSaga instance, SagaConsumeContextMode mode)
        where T : class => Scope(consumeContext, instance);

    private static Task<SagaConsumeContext<TSaga, T>> Scope<T>(ConsumeContext<T> context, TSaga saga) where T : class =>
        Task.FromResult<SagaConsumeContext<TSaga, T>>(new SagaScope<TSaga, T>(context, saga));

    private async Task Store(SagaConsumeContext<TSaga> context, Func<TSaga, CancellationToken, Task<bool>> store)
    {
        var saga = context.Saga;
        if (MessageId is { } handled)
        {
            saga.Handled(handled);
        }

        if (context is SagaScope<TSaga, TMessage> { Ended: true } && saga is IExpires { ExpiresAt: null } ended)
        {
            ended.ExpiresAt = clock.GetUtcNow() + EndedFor;
        }

        if (!await store(saga, CancellationToken))
        {
            MessagingTelemetry.Conflicts.Add(1, new KeyValuePair<string, object?>("saga", typeof(TSaga).Name));
            throw new ConcurrencyException("somebody else changed it meanwhile", typeof(TSaga), saga.CorrelationId);
        }
    }
}
