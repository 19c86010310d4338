using MassTransit;
using MassTransit.Configuration;
using MassTransit.Saga;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Platform.Messaging;

/// <summary>Keeps sagas as documents.</summary>
public static class DocumentRepositoryExtensions
{
    /// <summary>
    /// Keeps the saga as a document, which the service registers with <see cref="MessagingRegistration.AddOutboxDocuments{T}(Microsoft.Extensions.Hosting.IHostApplicationBuilder, string, string, Action{Storage.DocumentIndexes{T}}?)"/>.
    /// What its activities publish or send is stored with it and goes out after.
    /// </summary>
    public static ISagaRegistrationConfigurator<TSaga> DocumentRepository<TSaga>(this ISagaRegistrationConfigurator<TSaga> saga)
        where TSaga : SagaDocument
    {
        ArgumentNullException.ThrowIfNull(saga);
        return saga.Repository(repository =>
        {
            repository.TryAddSingleton<SagaGate<TSaga>>();
            repository.RegisterSagaRepository<
                TSaga, SagaGate<TSaga>, SagaConsumeContextFactory<SagaGate<TSaga>, TSaga>, DocumentSagaContextFactory<TSaga>>();
            repository.RegisterLoadSagaRepository<TSaga, DocumentSagaContextFactory<TSaga>>();
            repository.RegisterQuerySagaRepository<TSaga, DocumentSagaContextFactory<TSaga>>();
        });
    }
}
