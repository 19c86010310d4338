namespace Platform.Storage;

/// <summary>The shared half of both stores: versions, what is written, and how a page is cut.</summary>
internal abstract class StoredCollection<T>(Definition<T> definition) : IDocuments<T>, IStoredCollection where T : class, IDocument
{
    /// <summary>Documents in one write: others' come in between.</summary>
    private const int WrittenAtOnce = 250;

    protected Definition<T> Definition { get; } = definition;

    public abstract Task PrepareAsync(CancellationToken ct);

    public abstract Task SweepAsync(DateTimeOffset now, CancellationToken ct);

    public async Task<bool> InsertAsync(T document, CancellationToken ct = default)
    {
        StorageTelemetry.Count(Definition, "insert");
        var body = Serialize(document, 1);
        if (!await InsertAsync(document.Id, body, ct))
        {
            return false;
        }

        document.Version = 1;
        return true;
    }

    public async Task InsertAllAsync(IReadOnlyCollection<T> documents, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        foreach (var some in documents.Chunk(WrittenAtOnce))
        {
            StorageTelemetry.Count(Definition, "insert");
            var inserted = await InsertAllAsync([.. some.Select(document => (document.Id, Serialize(document, 1)))], ct);
            foreach (var (document, _) in some.Zip(inserted).Where(pair => pair.Second))
            {
                document.Version = 1;
            }
        }
    }

    public async Task<bool> ReplaceAsync(T document, CancellationToken ct = default)
    {
        var seen = Stored(document);
        StorageTelemetry.Count(Definition, "replace");
        var body = Serialize(document, seen + 1);
        if (!await ReplaceAsync(document.Id, seen, body, ct))
        {
            return false;
        }

        document.Version = seen + 1;
        return true;
    }

    public async Task<int> ReplaceAllAsync(IReadOnlyCollection<T> documents, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        var replaced = 0;
        foreach (var some in documents.Chunk(WrittenAtOnce))
        {
            StorageTelemetry.Count(Definition, "replace");
            replaced += await ReplaceAllAsync([.. some.Select(document => (document.Id, Stored(document), Serialize(document, document.Version + 1)))], ct);
        }

        return replaced;
    }

    public abstract Task<T?> GetAsync(string id, CancellationToken ct = default);

    public abstract Task<bool> DeleteAsync(string id, long? version = null, CancellationToken ct = default);

    public abstract Task<long> CountAsync(Find<T> find, CancellationToken ct = default);

    public async Task<Page<T>> FindAsync(Find<T> find, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(find);
        StorageTelemetry.Count(Definition, "find");
        var search = Search.Of(find, Definition);
        // One more than asked for tells whether there is a next page.
        var found = await FindAsync(search, search.Limit + 1, ct);
        if (found.Count <= search.Limit)
        {
            return new Page<T>(found, null);
        }

        found.RemoveAt(found.Count - 1);
        var last = found[^1];
        return new Page<T>(found, search.TokenAfter(last));
    }

    protected abstract Task<bool> InsertAsync(string id, byte[] body, CancellationToken ct);

    /// <summary>Which of them were inserted: the ids of the others are taken.</summary>
    protected abstract Task<IReadOnlyList<bool>> InsertAllAsync(IReadOnlyList<(string Id, byte[] Body)> documents, CancellationToken ct);

    protected abstract Task<bool> ReplaceAsync(string id, long version, byte[] body, CancellationToken ct);

    /// <summary>How many were replaced.</summary>
    protected abstract Task<int> ReplaceAllAsync(IReadOnlyList<(string Id, long Version, byte[] Body)> documents, CancellationToken ct);

    protected abstract Task<List<T>> FindAsync(Search search, int limit, CancellationToken ct);

    protected static T Deserialize(ReadOnlySpan<byte> body, string id, long version)
    {
        var document = DocumentJson.Deserialize<T>(body)
            ?? throw new InvalidDataException($"The stored {typeof(T).Name} '{id}' is null.");
        document.Id = id;
        document.Version = version;
        return document;
    }

    private static long Stored(T document) => document.Version >= 1
        ? document.Version
        : throw new InvalidOperationException($"{typeof(T).Name} '{document.Id}' was never read or stored; insert it.");

    // On the caller's thread, before anything is queued: the document is stored as it is now.
    private static byte[] Serialize(T document, long version)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentException.ThrowIfNullOrEmpty(document.Id);
        var seen = document.Version;
        document.Version = version;
        try
        {
            return DocumentJson.Serialize(document);
        }
        finally
        {
            document.Version = seen;
        }
    }
}
