using MassTransit;
using MassTransit.Saga;
using Platform.Storage;

namespace Platform.Messaging;

/// <summary>
/// MassTransit's way to sagas kept as documents. A message a saga has handled before goes no further: what its handling sent is
/// in the outbox or has gone out already.
/// </summary>
internal sealed class DocumentSagaContextFactory<TSaga>(IOutbox<TSaga> outbox, OutboxDispatcher dispatcher, SagaGate<TSaga> gate, TimeProvider clock)
    : ISagaRepositoryContextFactory<TSaga>, IQuerySagaRepositoryContextFactory<TSaga>, ILoadSagaRepositoryContextFactory<TSaga>
    where TSaga : SagaDocument
{
    public async Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<TSaga, T>> next) where T : class
    {
        var id = context.CorrelationId ?? throw new SagaException("the message has no correlation id", typeof(TSaga), typeof(T));
        using var turn = await gate.EnterAsync(id, context.CancellationToken);
        FaultPoint.Hit("saga.loading", id.ToString());
        var saga = await outbox.Documents.GetAsync(id.ToString(), context.CancellationToken);
        if (!Repeated(context, saga))
        {
            await next.Send(new DocumentSagaContext<TSaga, T>(outbox, context, saga, clock));
            FaultPoint.Hit("saga.handled", id.ToString());
        }
    }

    public async Task SendQuery<T>(ConsumeContext<T> context, ISagaQuery<TSaga> query, IPipe<SagaRepositoryQueryContext<TSaga, T>> next)
        where T : class
    {
        var found = new List<TSaga>();
        await foreach (var saga in outbox.Documents.FindAllAsync(SagaQuery.Translate(query), context.CancellationToken))
        {
            found.Add(saga);
        }

        var left = found.FindAll(saga => !Repeated(context, saga));
        if (left.Count > 0 || found.Count == 0)
        {
            var repository = new DocumentSagaContext<TSaga, T>(outbox, context, null, clock);
            await next.Send(new LoadedSagaRepositoryQueryContext<TSaga, T>(repository, left));
        }
    }

    public Task<T> Execute<T>(Func<QuerySagaRepositoryContext<TSaga>, Task<T>> asyncMethod, CancellationToken cancellationToken) where T : class =>
        asyncMethod(new SagaLookupContext<TSaga>(outbox.Documents, cancellationToken));

    public Task<T> Execute<T>(Func<LoadSagaRepositoryContext<TSaga>, Task<T>> asyncMethod, CancellationToken cancellationToken) where T : class =>
        asyncMethod(new SagaLookupContext<TSaga>(outbox.Documents, cancellationToken));

    public void Probe(ProbeContext context) => context.Add("persistence", "documents");

    private bool Repeated(ConsumeContext context, TSaga? saga)
    {
        if (saga is null || context.MessageId is not { } message || !saga.HasHandled(message))
        {
            return false;
        }

        MessagingTelemetry.Repeats.Add(1, new KeyValuePair<string, object?>("saga", typeof(TSaga).Name));
        dispatcher.Enqueue((IOutboxStore)outbox, saga, saga.Outbox);
        return true;
    }
}
