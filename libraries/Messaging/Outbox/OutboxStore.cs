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
            var arrived = dispatcher.ArrivedOf(this, document.Id);
            Drop(document, arrived);
            var goes = Goes(document);
            if (goes ? await documents.DeleteAsync(document.Id, document.Version, ct) : await documents.ReplaceAsync(document, ct))
            {
                dispatcher.Left(this, document.Id, arrived);
                return goes || Saved(document);
            }

            if (!await CatchUpAsync(document, ct))
            {
                return false;
            }
        }
    }

    public async Task PullAsync(IReadOnlyList<(string Id, IReadOnlyCollection<Guid> Entries)> arrived, CancellationToken ct)
    {
        while (await HoldingAsync(arrived, ct) is { Count: > 0 } holding)
        {
            holding.ForEach(document => FaultPoint.Hit("outbox.pulling", document.Id));
            var done = await documents.ReplaceAllAsync(holding.FindAll(document => !Goes(document)), ct);
            foreach (var document in holding.Where(Goes))
            {
                done += await documents.DeleteAsync(document.Id, document.Version, ct) ? 1 : 0;
            }

            if (done == holding.Count)
            {
                holding.ForEach(document => FaultPoint.Hit("outbox.pulled", document.Id));
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

    /// <summary>Those of the documents that still hold any of the entries, without them.</summary>
    private async Task<List<T>> HoldingAsync(IReadOnlyList<(string Id, IReadOnlyCollection<Guid> Entries)> arrived, CancellationToken ct)
    {
        var read = await Task.WhenAll(arrived.Select(async of => (Document: await documents.GetAsync(of.Id, ct), of.Entries)));
        var holding = read.Where(of => of.Document is not null && Drop(of.Document, of.Entries)).Select(of => of.Document!).ToList();
        holding.ForEach(document => document.OutboxPulls++);
        return holding;
    }

    /// <summary>It has nothing left to say.</summary>
    private static bool Goes(T document) => document is { Leaving: true, Outbox.Count: 0 };

    /// <summary>True: it held some of these.</summary>
    private static bool Drop(T document, IReadOnlyCollection<Guid> entries)
    {
        if (entries.Count == 0 || document.Outbox.RemoveAll(entry => entries.Contains(entry.Id)) == 0)
        {
            return false;
        }

        document.OutboxSince = document.Outbox.Count == 0 ? null : document.Outbox[0].Time;
        return true;
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
        if (document.Fresh.Count > 0 || document.Leaving)
        {
            dispatcher.Enqueue(this, document, document.Fresh);
            document.Fresh.Clear();
        }

        foreach (var watch in watches)
        {
            watch.Saw(document);
        }

        return true;
    }
}
