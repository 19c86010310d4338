using Platform.Status.Inventories;

namespace Platform.Status.Applications;

/// <summary>
/// Folds what is seen of an application's clusters into its document. News that comes within a moment is one write and one announcement: a
/// rollout to a thousand clusters would otherwise write, and tell, a thousand clusters a thousand times. The first news waits for nothing.
/// What can't be written now is tried until it is; what a crash leaves unwritten is folded by whoever watches the cluster next
/// (<see cref="Observing.Observer"/>).
/// </summary>
internal sealed partial class HealthFolding(
    IOutbox<ApplicationDocument> applications, IDocuments<InventoryDocument> inventories, TimeProvider clock, ILogger<HealthFolding> logger) : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<ClusterHealthObserved>> _waiting = new(StringComparer.Ordinal);
    private volatile bool _ended;

    public void Add(ClusterHealthObserved observed)
    {
        var id = PartOf(observed).ApplicationId;
        lock (_lock)
        {
            if (_waiting.TryGetValue(id, out var others))
            {
                others.Add(observed);
                return;
            }
            _waiting[id] = [observed];
        }
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(() => WriteAllAsync(id), CancellationToken.None);
    }

    /// <summary>This process ends.</summary>
    public void Dispose() => _ended = true;

    /// <summary>Until none has come for a moment.</summary>
    private async Task WriteAllAsync(string id)
    {
        while (Next(id) is { } batch)
        {
            while (!await TryAsync(id, batch))
            {
            }
            await Task.Delay(Moment, clock);
        }
    }

    private List<ClusterHealthObserved>? Next(string id)
    {
        lock (_lock)
        {
            if (_waiting[id] is { Count: > 0 } batch && !_ended)
            {
                _waiting[id] = [];
                return batch;
            }

            _waiting.Remove(id);
            return null;
        }
    }

    /// <summary>False: to be tried again.</summary>
    private async Task<bool> TryAsync(string id, List<ClusterHealthObserved> batch)
    {
        try
        {
            return await WriteAsync(id, batch); // False: somebody else changed it meanwhile.
        }
        catch (Exception e)
        {
            if (_ended)
                return true;
            LogFailed(logger, id, e);
            await Task.Delay(Pause, clock);
            return false;
        }
    }

    private async Task<bool> WriteAsync(string id, List<ClusterHealthObserved> batch)
    {
        // In this order: a part forgotten after the first read makes the write below fail.
        var application = await applications.Documents.GetAsync(id, CancellationToken.None);
        var absent = application is null;
        application ??= new() { Id = id, Namespace = batch[0].Namespace, Application = batch[0].Application };
        var news = batch.Where(application.IsNews).ToList();
        if (news.Count == 0)
            return true;
        var gone = await inventories.FindAllAsync(Find<InventoryDocument>.All.WhereIn(i => i.Id, news.Select(n => PartOf(n).Id).Distinct()).Where(i => i.Removed, true))
            .Select(i => i.Id).ToHashSetAsync(StringComparer.Ordinal);
        if (!application.Take(news.Where(n => !gone.Contains(PartOf(n).Id))))
            return true;
        return absent ? await applications.InsertAsync(application, CancellationToken.None) : await applications.ReplaceAsync(application, CancellationToken.None);
    }

    private static Part PartOf(ClusterHealthObserved observed) => new(observed.Cluster, observed.Namespace, observed.Application);

    [LoggerMessage(LogLevel.Warning, "What is seen of application {Application} could not be written; it is tried again")]
    private static partial void LogFailed(ILogger logger, string application, Exception exception);
}
