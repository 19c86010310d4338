using Microsoft.Extensions.Logging;

namespace Platform.Messaging;

/// <summary>
/// Sends what documents have in their outboxes and takes it out when it has arrived. Works in the background: whoever saved a
/// document never waits for the broker. A message that cannot be sent now stays in its document for the sweeper.
/// </summary>
internal sealed partial class OutboxDispatcher(
    OutboxSender sender, Sequences sequences, MessagingOptions options, ILogger<OutboxDispatcher> logger) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<(IOutboxStore, string), OutboxLane> lanes = [];
    private readonly SemaphoreSlim slots = new(options.DispatchConcurrency);
    private readonly CancellationTokenSource stopping = new();
    private volatile bool closing;

    private bool Busy
    {
        get
        {
            lock (gate)
            {
                return lanes.Values.Any(lane => lane.Running);
            }
        }
    }

    /// <summary>Takes messages of a saved document on their way; those that are already are left alone. Returns how many were new.</summary>
    public int Enqueue(IOutboxStore store, string id, IEnumerable<OutboxEntry> entries)
    {
        lock (gate)
        {
            if (!lanes.TryGetValue((store, id), out var lane))
            {
                lane = lanes[(store, id)] = new OutboxLane(store, id);
            }

            var added = entries.Count(lane.Add);
            MessagingTelemetry.Pending.Add(added);
            Wake(lane);
            return added;
        }
    }

    /// <summary>Sends nothing new: the process is about to end. What has arrived is still taken out of its documents.</summary>
    public void Close() => closing = true;

    /// <summary>Ends, once what has arrived is taken out or <paramref name="ct"/> says that it takes too long.</summary>
    public async Task StopAsync(CancellationToken ct)
    {
        Close();
        while (Busy && !ct.IsCancellationRequested)
        {
            await Task.Delay(20, CancellationToken.None);
        }

        await stopping.CancelAsync();
    }

    public void Dispose()
    {
        stopping.Cancel();
        stopping.Dispose();
        slots.Dispose();
    }

    private void Wake(OutboxLane lane)
    {
        if (lane.Running || stopping.IsCancellationRequested)
        {
            return;
        }

        if (lane.HasWork)
        {
            lane.Running = true;
            using (ExecutionContext.SuppressFlow())
            {
                _ = Task.Run(() => RunAsync(lane));
            }
        }
        else if (lane.Empty)
        {
            lanes.Remove((lane.Store, lane.Id));
        }
    }

    private async Task RunAsync(OutboxLane lane)
    {
        while (true)
        {
            List<OutboxEntry> waiting;
            List<Guid> done;
            lock (gate)
            {
                if (!lane.HasWork || stopping.IsCancellationRequested)
                {
                    lane.Running = false;
                    Wake(lane);
                    return;
                }

                (waiting, done) = lane.Take();
            }

            await SendAsync(lane, waiting);
            await PullAsync(lane, done);
        }
    }

    private async Task SendAsync(OutboxLane lane, List<OutboxEntry> entries)
    {
        var reachable = true;
        foreach (var entry in entries)
        {
            if (!reachable || closing)
            {
                Forget(lane, [entry.Id]);
                continue;
            }

            try
            {
                await SendAsync(lane, entry);
            }
            catch (Exception e)
            {
                // A message nobody takes, or one that cannot be read, does not hold up the document's others; a broker that is away does.
                reachable = e is UndeliverableException;
                NotSent(lane, entry, e);
            }
        }
    }

    private async Task SendAsync(OutboxLane lane, OutboxEntry entry)
    {
        await slots.WaitAsync(stopping.Token);
        try
        {
            FaultPoint.Hit("outbox.sending", lane.Id);
            var arrived = await sender.SendAsync(entry, stopping.Token);
            FaultPoint.Hit("outbox.sent", lane.Id);
            MessagingTelemetry.Dispatched.Add(1, new KeyValuePair<string, object?>("document", lane.Store.Name));
            _ = CompleteAsync(lane, entry.Id, arrived);
        }
        finally
        {
            slots.Release();
        }
    }

    private void NotSent(OutboxLane lane, OutboxEntry entry, Exception e)
    {
        MessagingTelemetry.DispatchFailed.Add(1, new KeyValuePair<string, object?>("document", lane.Store.Name));
        if (!closing)
        {
            LogNotSent(logger, entry.Type, entry.Id, lane.Store.Name, lane.Id, e.Message);
        }

        Forget(lane, [entry.Id]);
    }

    private async Task CompleteAsync(OutboxLane lane, Guid entry, Task arrived)
    {
        await arrived.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (gate)
        {
            lane.Done(entry);
            Wake(lane);
        }
    }

    private async Task PullAsync(OutboxLane lane, List<Guid> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        try
        {
            await lane.Store.PullAsync(lane.Id, entries, stopping.Token);
            sequences.Left(entries);
        }
        catch (Exception e)
        {
            if (!stopping.IsCancellationRequested)
            {
                LogNotPulled(logger, entries.Count, lane.Store.Name, lane.Id, e);
            }
        }

        Forget(lane, entries);
    }

    private void Forget(OutboxLane lane, List<Guid> entries)
    {
        MessagingTelemetry.Pending.Add(-entries.Count);
        lock (gate)
        {
            entries.ForEach(lane.Forget);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Message {Type} {MessageId} of {Document} {Id} could not be sent and stays in the outbox: {Reason}")]
    private static partial void LogNotSent(ILogger logger, string type, Guid messageId, string document, string id, string reason);

    [LoggerMessage(LogLevel.Warning, "{Count} sent messages could not be taken out of the outbox of {Document} {Id}; they may be sent again")]
    private static partial void LogNotPulled(ILogger logger, int count, string document, string id, Exception exception);
}
