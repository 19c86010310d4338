using System.Runtime.CompilerServices;
using Platform.Storage;

namespace Platform.Messaging;

/// <summary>The outbox of one type of document: one write for state and messages, then dispatch, then pull.</summary>
internal sealed class OutboxStore<T>(IDocuments<T> documents, OutboxDispatcher dispatcher, IEnumerable<IDueWatch<T>> watches)
    : IOutbox<T>, IOutboxStore
    where T : OutboxDocument
{
    private readonly IDueWatch<T>[] watches = [.. watches];

    public string Name { get; } = typeof(T).Name;

    public IDocuments<T> Documents => documents;

    public async Task<bool> InsertAsync(T document, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(document);
        FaultPoint.Hit("outbox.saving", document.Id);
        return await documents.InsertAsync(document, ct) && Saved(document);
    }

    public async Task InsertAllAsync(IReadOnlyCollection<T> fresh, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(fresh);
        foreach (var document in fresh)
        {
            FaultPoint.Hit("outbox.saving", document.Id);
        }

        await documents.InsertAllAsync(fresh, ct);
        foreach (var document in fresh.Where(document => document.Version > 0))
        {
            Saved(document);
        }
    }

    public async Task<bool> ReplaceAsync(T document, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(document);
        FaultPoint.Hit("outbox.saving", document.Id);
        while (true)
        {
            if (document is { Leaving: true, Outbox.Count: 0 })
            {
                return await documents.DeleteAsync(document.Id, document.Version, ct);
            }

            if (await documents.ReplaceAsync(document, ct))
            {
                return Saved(document);
            }

            if (!await CatchUpAsync(document, ct))
            {
                return false;
            }
        }
    }

    public async Task PullAsync(string id, IReadOnlyCollection<Guid> entries, CancellationToken ct)
    {
        while (await documents.GetAsync(id, ct) is { } document && document.Outbox.RemoveAll(entry => entries.Contains(entry.Id)) > 0)
        {
            document.OutboxSince = document.Outbox.Count == 0 ? null : document.Outbox[0].Time;
            document.OutboxPulls++;
            FaultPoint.Hit("outbox.pulling", id);
            var done = document is { Leaving: true, Outbox.Count: 0 }
                ? await documents.DeleteAsync(id, document.Version, ct)
                : await documents.ReplaceAsync(document, ct);
            if (done)
            {
                FaultPoint.Hit("outbox.pulled", id);
                return;
            }
        }
    }

    public async IAsyncEnumerable<OutboxDocument> LeftBehindAsync(DateTimeOffset before, [EnumeratorCancellation] CancellationToken ct)
    {
        var find = Find<T>.All.WhereAtMost(document => document.OutboxSince, before).OrderBy(document => document.OutboxSince).Limit(200);
        await foreach (var document in documents.FindAllAsync(find, ct))
        {
            yield return document;
        }
    }

    /// <summary>
    /// The version moved on. When all that happened is that entries were pulled, the document takes that over and may be saved:
    /// versions less pulls count what others changed.
    /// </summary>
    private async Task<bool> CatchUpAsync(T document, CancellationToken ct)
    {
        var current = await documents.GetAsync(document.Id, ct);
        if (current is null || current.Version - current.OutboxPulls != document.Version - document.OutboxPulls)
        {
            return false;
        }

        document.Outbox = [.. current.Outbox, .. document.Fresh];
        document.OutboxSince = document.Outbox.Count == 0 ? null : document.Outbox[0].Time;
        document.OutboxPulls = current.OutboxPulls;
        document.Version = current.Version;
        return true;
    }

    private bool Saved(T document)
    {
        FaultPoint.Hit("outbox.saved", document.Id);
        if (document.Fresh.Count > 0)
        {
            dispatcher.Enqueue(this, document.Id, document.Fresh);
            document.Fresh.Clear();
        }

        foreach (var watch in watches)
        {
            watch.Saw(document);
        }

        return true;
    }
}
