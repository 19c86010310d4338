using Microsoft.Data.Sqlite;

namespace Platform.Storage.Sqlite;

/// <summary>Documents as rows: id, version, the JSON text, and a computed column for each searchable field.</summary>
internal sealed class SqliteCollection<T> : StoredCollection<T> where T : class, IDocument
{
    private const int UniqueViolated = 2067;
    private const int SweptAtOnce = 500;

    private readonly SqliteDatabase database;
    private readonly SqliteCache cache = new();
    private readonly Task prepared;
    private readonly string insert;
    private readonly string replace;
    private readonly string get;
    private readonly string delete;

    public SqliteCollection(SqliteDatabase database, Definition<T> definition)
        : base(definition)
    {
        this.database = database;
        var table = SqliteNames.Table(definition);
        // The JSON goes in and out as the bytes it is: SQLite keeps text as UTF-8.
        insert = $"INSERT INTO {table} (id, version, json) VALUES ($0, 1, CAST($1 AS TEXT)) ON CONFLICT (id) DO NOTHING";
        replace = $"UPDATE {table} SET version = version + 1, json = CAST($2 AS TEXT) WHERE id = $0 AND version = $1";
        get = $"SELECT id, version, json FROM {table} WHERE id = $0";
        delete = $"DELETE FROM {table} WHERE id = $0";
        prepared = database.WriteAsync(
            session =>
            {
                SqliteSchema.Apply(session, definition);
                return true;
            },
            CancellationToken.None);
    }

    public override Task PrepareAsync(CancellationToken ct) => prepared.WaitAsync(ct);

    public override async Task<T?> GetAsync(string id, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (cache.Find(id) is { } known)
        {
            StorageTelemetry.Count(Definition, "remembered");
            return Document(known);
        }

        StorageTelemetry.Count(Definition, "get");
        await prepared;
        var since = cache.Changes;
        var found = await database.LookAsync(session => session.Read(get, Row, id), ct);
        if (found.Count == 0)
        {
            return null;
        }

        cache.Read(found[0], since);
        return Document(found[0]);
    }

    public override async Task<bool> DeleteAsync(string id, long? version = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        StorageTelemetry.Count(Definition, "delete");
        await prepared;
        return await ChangeAsync(
            id, session => (version is { } seen ? session.Execute(delete + " AND version = $1", id, seen) : session.Execute(delete, id)) > 0, null, ct);
    }

    public override async Task<long> CountAsync(Find<T> find, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(find);
        StorageTelemetry.Count(Definition, "count");
        var query = new SqliteQuery(Definition);
        var sql = query.Count(Search.Of(find, Definition));
        await prepared;
        return await database.ReadAsync(session => session.Read(sql, x => x.GetInt64(0), query.Values)[0], ct);
    }

    public override async Task SweepAsync(DateTimeOffset now, CancellationToken ct)
    {
        if (Definition.Expiry is not { } expiry)
        {
            return;
        }

        var (table, column) = (SqliteNames.Table(Definition), SqliteNames.Column(expiry));
        var sql = $"DELETE FROM {table} WHERE id IN (SELECT id FROM {table} WHERE {column} <= $0 LIMIT {SweptAtOnce})";
        await prepared;
        // In portions, so that other writes come in between.
        while (await SweepAsync(sql, now, ct) == SweptAtOnce)
        {
        }
    }

    private Task<int> SweepAsync(string sql, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            cache.Sweeping();
            return session.Execute(sql, StoredValue.Of(now));
        },
        _ => cache.Swept(),
        ct);

    protected override async Task<bool> InsertAsync(string id, byte[] body, CancellationToken ct)
    {
        await prepared;
        return await ChangeAsync(id, session => Insert(session, id, body), new(id, 1, body), ct);
    }

    protected override async Task<IReadOnlyList<bool>> InsertAllAsync(IReadOnlyList<(string Id, byte[] Body)> documents, CancellationToken ct)
    {
        await prepared;
        return await ChangeAllAsync(
            documents,
            document => document.Id,
            (session, document) => Insert(session, document.Id, document.Body),
            document => new(document.Id, 1, document.Body),
            ct);
    }

    protected override async Task<bool> ReplaceAsync(string id, long version, byte[] body, CancellationToken ct)
    {
        await prepared;
        return await ChangeAsync(id, session => Replace(session, id, version, body), new(id, version + 1, body), ct);
    }

    protected override async Task<int> ReplaceAllAsync(IReadOnlyList<(string Id, long Version, byte[] Body)> documents, CancellationToken ct)
    {
        await prepared;
        var replaced = await ChangeAllAsync(
            documents,
            document => document.Id,
            (session, document) => Replace(session, document.Id, document.Version, document.Body),
            document => new(document.Id, document.Version + 1, document.Body),
            ct);
        return replaced.Count(done => done);
    }

    protected override async Task<List<T>> FindAsync(Search search, int limit, CancellationToken ct)
    {
        var query = new SqliteQuery(Definition);
        var sql = query.Select(search, limit);
        await prepared;
        return await database.ReadAsync(session => session.Read(sql, row => Document(Row(row)), query.Values), ct);
    }

    private static SqliteRow Row(SqliteDataReader row) => new(row.GetString(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2));

    private static T Document(SqliteRow row) => Deserialize(row.Json, row.Id, row.Version);

    /// <summary>A write to one document. <paramref name="after"/>: what is stored once it is done; null: nothing.</summary>
    private Task<bool> ChangeAsync(string id, Func<SqliteSession, bool> work, SqliteRow? after, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            cache.Changing(id);
            return work(session);
        },
        done => cache.Changed(id, done ? after : null),
        ct);

    /// <summary>A write to many documents at once: for each whether it happened.</summary>
    private Task<bool[]> ChangeAllAsync<TDocument>(
        IReadOnlyList<TDocument> documents, Func<TDocument, string> id, Func<SqliteSession, TDocument, bool> work, Func<TDocument, SqliteRow> after,
        CancellationToken ct) => database.WriteAsync(
        session =>
        {
            foreach (var document in documents)
            {
                cache.Changing(id(document));
            }

            return documents.Select(document => work(session, document)).ToArray();
        },
        done =>
        {
            for (var i = 0; i < documents.Count; i++)
            {
                cache.Changed(id(documents[i]), done?[i] == true ? after(documents[i]) : null);
            }
        },
        ct);

    private bool Replace(SqliteSession session, string id, long version, byte[] body)
    {
        try
        {
            return session.Execute(replace, id, version, body) > 0;
        }
        catch (SqliteException e) when (e.SqliteExtendedErrorCode == UniqueViolated)
        {
            throw Violation(e);
        }
    }

    private bool Insert(SqliteSession session, string id, byte[] body)
    {
        try
        {
            return session.Execute(insert, id, body) > 0;
        }
        catch (SqliteException e) when (e.SqliteExtendedErrorCode == UniqueViolated)
        {
            // Both taken: the id is what the caller chose and expects to hear about.
            return session.Read(get, Row, id).Count > 0 ? false : throw Violation(e);
        }
    }

    // SQLite names the columns: "UNIQUE constraint failed: releases.name, releases.namespace".
    private UniqueViolationException Violation(SqliteException e)
    {
        var index = Definition.Indexes.FirstOrDefault(x => x.Unique && e.Message.Contains(
            string.Join(", ", x.Fields.Select(f => $"{Definition.Collection}.{f.Path.Replace('.', '_')}")) + "'", StringComparison.Ordinal));
        return new UniqueViolationException(Definition.Collection, [.. index?.Fields.Select(x => x.Path) ?? []], e);
    }
}
