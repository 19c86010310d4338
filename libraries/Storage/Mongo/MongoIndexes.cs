using MongoDB.Bson;
using MongoDB.Driver;

namespace Platform.Storage.Mongo;

/// <summary>Brings a collection's indexes to its definition. Made by whichever process starts first; the others find them.</summary>
internal static class MongoIndexes
{
    public const string Expiry = "_expires";
    private const string ExpiryIndex = "ttl_expires";

    public static async Task ApplyAsync(IMongoCollection<BsonDocument> collection, Definition definition, CancellationToken ct)
    {
        var wanted = Wanted(definition).ToDictionary(x => x.Options.Name);
        var present = await PresentAsync(collection, ct);
        foreach (var name in present.Where(x => IsOurs(x) && !wanted.ContainsKey(x)))
        {
            await collection.Indexes.DropOneAsync(name, ct);
        }

        var missing = wanted.Where(x => !present.Contains(x.Key)).Select(x => x.Value).ToList();
        if (missing.Count > 0)
        {
            await collection.Indexes.CreateManyAsync(missing, ct);
        }
    }

    private static async Task<List<string>> PresentAsync(IMongoCollection<BsonDocument> collection, CancellationToken ct)
    {
        using var cursor = await collection.Indexes.ListAsync(ct);
        return [.. (await cursor.ToListAsync(ct)).Select(x => x["name"].AsString)];
    }

    private static bool IsOurs(string name) =>
        name.StartsWith(DocumentIndex.Prefix, StringComparison.Ordinal)
        || name.StartsWith(DocumentIndex.UniquePrefix, StringComparison.Ordinal)
        || name == ExpiryIndex;

    private static IEnumerable<CreateIndexModel<BsonDocument>> Wanted(Definition definition)
    {
        foreach (var index in definition.Indexes)
        {
            var keys = new BsonDocument(index.Fields.Select(x => new BsonElement(MongoQuery.Name(x), 1)));
            if (!index.Unique && !index.Fields[0].Many)
            {
                keys["_id"] = 1;
            }

            yield return new(keys, new CreateIndexOptions<BsonDocument>
            {
                Name = index.Name(definition.Collection),
                Unique = index.Unique,
                PartialFilterExpression = index.Unique ? WithoutNulls(index) : null,
            });
        }

        if (definition.Expiry is not null)
        {
            yield return new(new BsonDocument(Expiry, 1), new CreateIndexOptions { Name = ExpiryIndex, ExpireAfter = TimeSpan.Zero });
        }
    }

    // A null is like nothing else, as in SQL; to MongoDB all nulls are alike, so they stay out of the index.
    private static FilterDefinition<BsonDocument>? WithoutNulls(DocumentIndex index)
    {
        var present = index.Fields.Where(x => x.Nullable)
            .Select(x => new BsonElement(MongoQuery.Name(x), new BsonDocument("$gte", Smallest(x.Kind)))).ToList();
        return present.Count == 0 ? null : new BsonDocument(present);
    }

    private static BsonValue Smallest(FieldKind kind) => kind switch
    {
        FieldKind.Number => long.MinValue,
        FieldKind.Boolean => false,
        _ => "",
    };
}
