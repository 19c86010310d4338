using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Platform.Storage;

/// <summary>Registration of the document store and of the documents in it.</summary>
public static class StorageRegistration
{
    /// <summary>The store itself, once per host; which one follows from the options.</summary>
    public static IServiceCollection AddDocumentStore(this IServiceCollection services, StorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return services.AddDocumentStore(_ => options);
    }

    /// <summary>The store itself, with options that other services decide.</summary>
    public static IServiceCollection AddDocumentStore(this IServiceCollection services, Func<IServiceProvider, StorageOptions> options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(options);
        services.TryAddSingleton<DocumentStore>();
        services.AddHostedService<StorePreparation>();
        services.AddHostedService<ExpirySweeper>();
        return services;
    }

    /// <summary>
    /// A type of document, registered once by the service that owns it. <paramref name="collection"/> is its table or collection
    /// in the service's own file or database.
    /// </summary>
    public static IServiceCollection AddDocuments<T>(
        this IServiceCollection services, string service, string collection, Action<DocumentIndexes<T>>? indexes = null)
        where T : class, IDocument
    {
        var builder = new DocumentIndexes<T>();
        indexes?.Invoke(builder);
        var definition = builder.Build(service, collection);
        services.AddSingleton(provider => provider.GetRequiredService<DocumentStore>().Open(definition));
        services.AddSingleton<IDocuments<T>>(provider => provider.GetRequiredService<StoredCollection<T>>());
        services.AddSingleton<IStoredCollection>(provider => provider.GetRequiredService<StoredCollection<T>>());
        return services;
    }
}
