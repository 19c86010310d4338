using Platform.Status.Inventories;

namespace Platform.Status.Applications;

/// <summary>
/// Folds what is seen of an application's clusters into its document. News that comes within a moment is one write and one announcement: a
/// rollout to a thousand clusters would otherwise write, and tell, a thousand clusters a thousand times. The first news waits for nothing,
/// and whoever brings news waits until it is written.
/// </summary>
internal sealed class HealthFolding(IOutbox<ApplicationDocument> applications, IDocuments<InventoryDocument> inventories, TimeProvider clock)
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<News>> _waiting = new(StringComparer.Ordinal);

    public Task TakeAsync(ClusterHealthObserved observed, CancellationToken ct)
    {
        var news = new News(observed);
        lock (_lock)
        {
            if (_waiting.TryGetValue(news.Part.ApplicationId, out var others))
            {
                others.Add(news);
            }
            else
            {
                _waiting[news.Part.ApplicationId] = [news];
                using (ExecutionContext.SuppressFlow())
                    _ = Task.Run(() => WriteAllAsync(news.Part.ApplicationId), CancellationToken.None);
            }
        }

        return news.Written.Task.WaitAsync(ct);
    }

    /// <summary>Until none has come for a moment.</summary>
    private async Task WriteAllAsync(string id)
    {
        while (Next(id) is { } batch)
        {
            await WriteAsync(id, batch);
            await Task.Delay(Moment, clock);
        }
    }

    private List<News>? Next(string id)
    {
        lock (_lock)
        {
            if (_waiting[id] is { Count: > 0 } batch)
            {
                _waiting[id] = [];
                return batch;
            }

            _waiting.Remove(id);
            return null;
        }
    }

    private async Task WriteAsync(string id, List<News> batch)
    {
        try
        {
            while (!await TryAsync(id, batch))
            {
                // Somebody else changed it meanwhile.
            }

            batch.ForEach(news => news.Written.TrySetResult());
        }
        catch (Exception e)
        {
            batch.ForEach(news => news.Written.TrySetException(e));
        }
    }

    private async Task<bool> TryAsync(string id, List<News> batch)
    {
        // In this order: a part forgotten after the first read makes the write below fail.
        var application = await applications.Documents.GetAsync(id, CancellationToken.None);
        var removed = new HashSet<string>(StringComparer.Ordinal);
        var gone = Find<InventoryDocument>.All.WhereIn(i => i.Id, batch.Select(news => news.Part.Id).Distinct()).Where(i => i.Removed, true);
        await foreach (var inventory in inventories.FindAllAsync(gone))
            removed.Add(inventory.Id);
        var absent = application is null;
        application ??= new() { Id = id, Namespace = batch[0].Observed.Namespace, Application = batch[0].Observed.Application };
        if (!application.Take(batch.Where(news => !removed.Contains(news.Part.Id)).Select(news => news.Observed)))
            return true;
        return absent ? await applications.InsertAsync(application, CancellationToken.None) : await applications.ReplaceAsync(application, CancellationToken.None);
    }

    private sealed class News(ClusterHealthObserved observed)
    {
        public ClusterHealthObserved Observed { get; } = observed;

        public Part Part { get; } = new(observed.Cluster, observed.Namespace, observed.Application);

        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
