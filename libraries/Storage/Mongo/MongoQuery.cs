using MongoDB.Bson;

namespace Platform.Storage.Mongo;

/// <summary>A search as a MongoDB filter and sort. Null and absent are one; comparisons hold within a type, as in SQL.</summary>
internal static class MongoQuery
{
    public static BsonDocument Filter(Search search)
    {
        var conditions = search.Conditions.Select(x => Compare(Name(x.Field), x.Operator, x.Value)).ToList();
        if (search.After is { } last)
        {
            conditions.Add(Continuation(search, last));
        }

        return conditions.Count == 0 ? [] : new BsonDocument("$and", new BsonArray(conditions));
    }

    public static BsonDocument Sort(Search search)
    {
        var direction = search.Descending ? -1 : 1;
        return search.Order == Field.Id
            ? new BsonDocument("_id", direction)
            : new BsonDocument { { Name(search.Order), direction }, { "_id", direction } };
    }

    public static string Name(Field field) => field == Field.Id || field.Path == Field.Id.Path ? "_id" : field.Path;

    private static BsonDocument Compare(string name, Operator comparison, object? value) => comparison switch
    {
        Operator.Is => new(name, Value(value)),
        Operator.IsNot => new(name, new BsonDocument("$ne", Value(value))),
        Operator.In => new(name, new BsonDocument("$in", new BsonArray(((IEnumerable<object?>)value!).Select(Value)))),
        Operator.AtLeast => new(name, new BsonDocument("$gte", Value(value))),
        Operator.AtMost => new(name, new BsonDocument("$lte", Value(value))),
        Operator.After => new(name, new BsonDocument("$gt", Value(value))),
        Operator.Before => new(name, new BsonDocument("$lt", Value(value))),
        _ => throw new ArgumentOutOfRangeException(nameof(comparison)),
    };

    // Keyset paging: what comes after the last one seen, whatever was inserted before it meanwhile. Nulls are smallest.
    private static BsonDocument Continuation(Search search, ContinueToken last)
    {
        var than = search.Descending ? "$lt" : "$gt";
        var afterId = new BsonDocument("_id", new BsonDocument(than, last.Id));
        if (search.Order == Field.Id)
        {
            return afterId;
        }

        var name = Name(search.Order);
        var sameValue = new BsonDocument { { name, Value(last.Value) }, { "_id", new BsonDocument(than, last.Id) } };
        var none = new BsonDocument(name, BsonNull.Value);
        return (last.Value, search.Descending) switch
        {
            (null, false) => Or(new BsonDocument(name, new BsonDocument("$ne", BsonNull.Value)), afterId),
            (null, true) => sameValue,
            (_, false) => Or(new BsonDocument(name, new BsonDocument(than, Value(last.Value))), sameValue),
            (_, true) => Or(new BsonDocument(name, new BsonDocument(than, Value(last.Value))), sameValue, none),
        };
    }

    private static BsonDocument Or(params IEnumerable<BsonDocument> either) => new("$or", new BsonArray(either));

    private static BsonValue Value(object? value) => value switch
    {
        null => BsonNull.Value,
        string text => text,
        long number => number,
        bool flag => flag,
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };
}
