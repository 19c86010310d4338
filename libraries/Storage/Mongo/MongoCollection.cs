using MongoDB.Bson;
using MongoDB.Driver;

namespace Platform.Storage.Mongo;

/// <summary>
/// The same documents in MongoDB: the JSON as BSON with the id as <c>_id</c>. Only single-document writes, with the version in the filter.
/// A document may have 16 MB.
/// </summary>
internal sealed class MongoCollection<T>(IMongoDatabase database, Definition<T> definition) : StoredCollection<T>(definition)
    where T : class, IDocument
{
    private const string Id = "_id";
    private const string Version = "version";

    private readonly IMongoCollection<BsonDocument> collection = database.GetCollection<BsonDocument>(definition.Collection);
    private readonly Lock preparing = new();
    private Task? prepared;

    public override async Task PrepareAsync(CancellationToken ct)
    {
        Task task;
        lock (preparing)
        {
            // A server that was not there yet may be there now.
            if (prepared is null or { IsFaulted: true } or { IsCanceled: true })
            {
                prepared = MongoIndexes.ApplyAsync(collection, Definition, CancellationToken.None);
            }

            task = prepared;
        }

        await task.WaitAsync(ct);
    }

    // MongoDB does it by itself: MongoIndexes makes the index for it.
    public override Task SweepAsync(DateTimeOffset now, CancellationToken ct) => Task.CompletedTask;

    public override async Task<T?> GetAsync(string id, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        StorageTelemetry.Count(Definition, "get");
        await PrepareAsync(ct);
        var found = await collection.Find(new BsonDocument(Id, id)).FirstOrDefaultAsync(ct);
        return found is null ? null : Document(found);
    }

    public override async Task<bool> DeleteAsync(string id, long? version = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        StorageTelemetry.Count(Definition, "delete");
        await PrepareAsync(ct);
        var filter = new BsonDocument(Id, id);
        if (version is { } seen)
        {
            filter[Version] = seen;
        }

        return (await collection.DeleteOneAsync(filter, ct)).DeletedCount > 0;
    }

    public override async Task<long> CountAsync(Find<T> find, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(find);
        StorageTelemetry.Count(Definition, "count");
        var filter = MongoQuery.Filter(Search.Of(find, Definition));
        await PrepareAsync(ct);
        return await collection.CountDocumentsAsync(filter, cancellationToken: ct);
    }

    protected override async Task<bool> InsertAsync(string id, byte[] body, CancellationToken ct)
    {
        await PrepareAsync(ct);
        try
        {
            await collection.InsertOneAsync(Body(id, 1, body), cancellationToken: ct);
            return true;
        }
        catch (MongoWriteException e) when (e.WriteError?.Category == ServerErrorCategory.DuplicateKey)
        {
            // Both taken: the id is what the caller chose and expects to hear about.
            return Violated(e.WriteError.Message) is not { } index || await GetAsync(id, ct) is not null ? false : throw Violation(index, e);
        }
    }

    protected override async Task<IReadOnlyList<bool>> InsertAllAsync(IReadOnlyList<(string Id, byte[] Body)> documents, CancellationToken ct)
    {
        await PrepareAsync(ct);
        var inserted = Enumerable.Repeat(true, documents.Count).ToArray();
        try
        {
            // Not in order: what is taken does not keep back what comes after.
            await collection.InsertManyAsync(documents.Select(document => Body(document.Id, 1, document.Body)), new() { IsOrdered = false }, ct);
        }
        catch (MongoBulkWriteException e) when (e.WriteConcernError is null && e.WriteErrors.All(error => error.Category == ServerErrorCategory.DuplicateKey))
        {
            foreach (var error in e.WriteErrors)
            {
                if (Violated(error.Message) is { } index && await GetAsync(documents[error.Index].Id, ct) is null)
                {
                    throw Violation(index, e);
                }

                inserted[error.Index] = false;
            }
        }

        return inserted;
    }

    protected override async Task<bool> ReplaceAsync(string id, long version, byte[] body, CancellationToken ct)
    {
        await PrepareAsync(ct);
        try
        {
            var filter = new BsonDocument { { Id, id }, { Version, version } };
            var result = await collection.ReplaceOneAsync(filter, Body(id, version + 1, body), cancellationToken: ct);
            return result.MatchedCount > 0;
        }
        catch (MongoWriteException e) when (e.WriteError?.Category == ServerErrorCategory.DuplicateKey && Violated(e.WriteError.Message) is not null)
        {
            throw Violation(Violated(e.WriteError.Message)!, e);
        }
    }

    protected override async Task<int> ReplaceAllAsync(IReadOnlyList<(string Id, long Version, byte[] Body)> documents, CancellationToken ct)
    {
        await PrepareAsync(ct);
        var writes = documents.Select(document => new ReplaceOneModel<BsonDocument>(
            new BsonDocument { { Id, document.Id }, { Version, document.Version } }, Body(document.Id, document.Version + 1, document.Body)));
        try
        {
            // Not in order: one that another has changed does not keep back what comes after.
            return (int)(await collection.BulkWriteAsync(writes, new() { IsOrdered = false }, ct)).MatchedCount;
        }
        catch (MongoBulkWriteException e) when (e.WriteErrors.Select(error => Violated(error.Message)).FirstOrDefault(index => index is not null) is { } index)
        {
            throw Violation(index, e);
        }
    }

    protected override async Task<List<T>> FindAsync(Search search, int limit, CancellationToken ct)
    {
        await PrepareAsync(ct);
        var found = await collection.Find(MongoQuery.Filter(search)).Sort(MongoQuery.Sort(search)).Limit(limit).ToListAsync(ct);
        return found.ConvertAll(Document);
    }

    private BsonDocument Body(string id, long version, byte[] json)
    {
        var body = BsonBody.FromJson(json);
        body.Remove(Field.Id.Path);
        body.InsertAt(0, new BsonElement(Id, id));
        body[Version] = version;
        if (Definition.Expiry is { } expiry && body.TryGetValue(expiry.Path, out var at) && at.IsString)
        {
            // The date that MongoDB's own expiry needs; only to the millisecond, so the text stays the truth.
            body[MongoIndexes.Expiry] = DateTimeOffset.Parse(at.AsString, null).UtcDateTime;
        }

        return body;
    }

    private static T Document(BsonDocument body)
    {
        var (id, version) = (body[Id].AsString, body[Version].ToInt64());
        body.Remove(Id);
        body.Remove(MongoIndexes.Expiry);
        body[Field.Id.Path] = id;
        return Deserialize(BsonBody.ToJson(body), id, version);
    }

    // The server names the index in its message, and nowhere else.
    private DocumentIndex? Violated(string message) => Definition.Indexes.FirstOrDefault(
        x => x.Unique && message.Contains(x.Name(Definition.Collection), StringComparison.Ordinal));

    private UniqueViolationException Violation(DocumentIndex index, Exception e) =>
        new(Definition.Collection, [.. index.Fields.Select(x => x.Path)], e);
}
