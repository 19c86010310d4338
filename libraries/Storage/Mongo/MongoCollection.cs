namespace Platform.Storage.Mongo;

/// <summary>The same documents in MongoDB: the JSON as BSON, with the id as <c>_id</c>.</summary>
internal sealed class MongoCollection<T>(Definition<T> definition) : StoredCollection<T>(definition)
    where T : class, IDocument
{

    public override Task PrepareAsync(CancellationToken ct) => throw new NotImplementedException();

    public override Task SweepAsync(DateTimeOffset now, CancellationToken ct) => throw new NotImplementedException();

    public override Task<T?> GetAsync(string id, CancellationToken ct = default) => throw new NotImplementedException();

    public override Task<bool> DeleteAsync(string id, long? version = null, CancellationToken ct = default) => throw new NotImplementedException();

    public override Task<long> CountAsync(Find<T> find, CancellationToken ct = default) => throw new NotImplementedException();

    protected override Task<bool> InsertAsync(string id, byte[] body, CancellationToken ct) => throw new NotImplementedException();

    protected override Task<bool> ReplaceAsync(string id, long version, byte[] body, CancellationToken ct) => throw new NotImplementedException();

    protected override Task<List<T>> FindAsync(Search search, int limit, CancellationToken ct) => throw new NotImplementedException();
}
