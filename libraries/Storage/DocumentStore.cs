using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using MongoDB.Driver;
using Platform.Storage.Mongo;
using Platform.Storage.Sqlite;

namespace Platform.Storage;

/// <summary>Opens collections in the store the options name, and closes the store with the host.</summary>
internal sealed class DocumentStore(StorageOptions options, ILoggerFactory loggers) : IAsyncDisposable, IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<SqliteDatabase>> files = new(StringComparer.Ordinal);
    private readonly Lazy<IMongoClient> mongo = new(() => MongoConnection.Open(options.Mongo!));

    public StoredCollection<T> Open<T>(Definition<T> definition) where T : class, IDocument
    {
        if (options.Mongo is null)
        {
            return new SqliteCollection<T>(File(definition.Service), definition);
        }

        var prefix = MongoUrl.Create(options.Mongo).DatabaseName ?? options.DatabasePrefix;
        var database = mongo.Value.GetDatabase($"{prefix}_{definition.Service}");
        return new MongoCollection<T>(database, definition);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var file in files.Values.Where(x => x.IsValueCreated))
        {
            await file.Value.DisposeAsync();
        }

        DisposeMongo();
    }

    public void Dispose()
    {
        foreach (var file in files.Values.Where(x => x.IsValueCreated))
        {
            file.Value.Dispose();
        }

        DisposeMongo();
    }

    private SqliteDatabase File(string service) => files.GetOrAdd(service, name => new Lazy<SqliteDatabase>(() =>
        SqliteDatabase.Open(Path.Combine(options.DataDirectory, name + ".db"), loggers.CreateLogger<SqliteDatabase>()))).Value;

    private void DisposeMongo()
    {
        if (mongo.IsValueCreated)
        {
            mongo.Value.Dispose();
        }
    }
}
