using MassTransit;
using MassTransit.Middleware;
using MassTransit.Saga;
using Platform.Storage;

namespace Platform.Messaging;

/// <summary>Reads sagas outside the handling of a message.</summary>
internal sealed class SagaLookupContext<TSaga>(IDocuments<TSaga> documents, CancellationToken ct)
    : BasePipeContext(ct), QuerySagaRepositoryContext<TSaga>, LoadSagaRepositoryContext<TSaga>
    where TSaga : SagaDocument
{
    public async Task<TSaga> Load(Guid correlationId) => (await documents.GetAsync(correlationId.ToString(), CancellationToken))!;

    public async Task<SagaRepositoryQueryContext<TSaga>> Query(ISagaQuery<TSaga> query, CancellationToken cancellationToken)
    {
        var found = new List<Guid>();
        await foreach (var saga in documents.FindAllAsync(SagaQuery.Translate(query), cancellationToken))
        {
            found.Add(saga.CorrelationId);
        }

        return new DefaultSagaRepositoryQueryContext<TSaga>(this, found);
    }
}
