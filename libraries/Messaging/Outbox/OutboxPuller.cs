using Microsoft.Extensions.Logging;

namespace Platform.Messaging;

/// <summary>
/// Takes what has arrived out of its documents. That is in no hurry, since nobody sends it again while this process knows of it: most goes
/// with the document's next change, the rest after a while, many documents in one write. Only a document that goes with its last message goes at once.
/// </summary>
internal sealed partial class OutboxPuller(OutboxLanes lanes, Sequences sequences, MessagingOptions options, ILogger<OutboxPuller> logger) : IDisposable
{
    private const int MostAtOnce = 100;

    private readonly Lock gate = new();
    private readonly CancellationTokenSource hurry = new();
    private readonly CancellationTokenSource stopping = new();
    private bool running;

    /// <summary>A message of the document has arrived.</summary>
    public void Arrived(OutboxLane lane, Guid entry)
    {
        lanes.Arrive(lane, entry);
        if (lane.Leaving)
        {
            _ = PullAsync(lane.Store, [(lane.Id, lanes.ArrivedOf(lane.Store, lane.Id))]);
            return;
        }

        lock (gate)
        {
            if (running)
            {
                return;
            }

            running = true;
        }

        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(RunAsync);
        }
    }

    /// <summary>These have left their document.</summary>
    public void Left(IOutboxStore store, string id, IReadOnlyCollection<Guid> entries)
    {
        if (entries.Count > 0)
        {
            sequences.Left(entries);
            lanes.Forget(store, id, entries);
        }
    }

    /// <summary>The process is about to end: nothing waits any more.</summary>
    public void Hurry() => hurry.Cancel();

    public void Stop() => stopping.Cancel();

    public void Dispose()
    {
        hurry.Dispose();
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            await Task.Delay(options.PullAfter, hurry.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var store in lanes.Arrived().GroupBy(arrived => arrived.Lane.Store, arrived => (arrived.Lane.Id, arrived.Entries)))
            {
                foreach (var some in store.Chunk(MostAtOnce))
                {
                    await PullAsync(store.Key, some);
                }
            }

            lock (gate)
            {
                running = lanes.Arrived().Count > 0;
                if (!running)
                {
                    return;
                }
            }
        }
    }

    private async Task PullAsync(IOutboxStore store, (string Id, IReadOnlyCollection<Guid> Entries)[] arrived)
    {
        try
        {
            await store.PullAsync(arrived, stopping.Token);
            sequences.Left(arrived.SelectMany(document => document.Entries));
        }
        catch (Exception e)
        {
            if (!stopping.IsCancellationRequested)
            {
                LogNotPulled(logger, arrived.Sum(document => document.Entries.Count), store.Name, arrived[0].Id, e);
            }
        }

        foreach (var (id, entries) in arrived)
        {
            lanes.Forget(store, id, entries);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} sent messages could not be taken out of the outbox of {Document} {Id} and others; they may be sent again")]
    private static partial void LogNotPulled(ILogger logger, int count, string document, string id, Exception exception);
}
