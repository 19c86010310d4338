using Microsoft.Extensions.Logging;

namespace Platform.Messaging;

/// <summary>
/// Sends what documents have in their outboxes, and has it taken out when it has arrived. Works in the background: whoever saved a
/// document never waits for the broker. A message that cannot be sent now stays in its document for the sweeper.
/// </summary>
internal sealed partial class OutboxDispatcher(
    OutboxSender sender, OutboxLanes lanes, OutboxPuller puller, MessagingOptions options, ILogger<OutboxDispatcher> logger) : IDisposable
{
    private readonly SemaphoreSlim slots = new(options.DispatchConcurrency);
    private readonly CancellationTokenSource stopping = new();
    private volatile bool closing;

    /// <summary>Takes messages of a saved document on their way; those that are already are left alone. Returns how many were new.</summary>
    public int Enqueue(IOutboxStore store, OutboxDocument document, IEnumerable<OutboxEntry> entries)
    {
        var (added, lane) = lanes.Add(store, document.Id, document.Leaving, entries);
        if (lane is not null)
        {
            using (ExecutionContext.SuppressFlow())
            {
                _ = Task.Run(() => RunAsync(lane));
            }
        }

        return added;
    }

    /// <summary>What of the document has arrived: whoever writes it may leave that out, and says so afterwards.</summary>
    public IReadOnlyCollection<Guid> ArrivedOf(IOutboxStore store, string id) => lanes.ArrivedOf(store, id);

    /// <inheritdoc cref="OutboxPuller.Left"/>
    public void Left(IOutboxStore store, string id, IReadOnlyCollection<Guid> entries) => puller.Left(store, id, entries);

    /// <summary>Sends nothing new: the process is about to end. What has arrived is still taken out of its documents.</summary>
    public void Close()
    {
        closing = true;
        puller.Hurry();
    }

    /// <summary>Ends, once what has arrived is taken out or <paramref name="ct"/> says that it takes too long.</summary>
    public async Task StopAsync(CancellationToken ct)
    {
        Close();
        while (lanes.Busy && !ct.IsCancellationRequested)
        {
            await Task.Delay(20, CancellationToken.None);
        }

        puller.Stop();
        await stopping.CancelAsync();
    }

    public void Dispose()
    {
        stopping.Cancel();
        stopping.Dispose();
        slots.Dispose();
    }

    private async Task RunAsync(OutboxLane lane)
    {
        while (!stopping.IsCancellationRequested && lanes.Take(lane) is { Count: > 0 } waiting)
        {
            await SendAsync(lane, waiting);
        }
    }

    private async Task SendAsync(OutboxLane lane, List<OutboxEntry> entries)
    {
        var reachable = true;
        foreach (var entry in entries)
        {
            if (!reachable || closing)
            {
                Forget(lane, entry.Id);
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

        Forget(lane, entry.Id);
    }

    private async Task CompleteAsync(OutboxLane lane, Guid entry, Task arrived)
    {
        await arrived.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        puller.Arrived(lane, entry);
    }

    private void Forget(OutboxLane lane, Guid entry) => lanes.Forget(lane.Store, lane.Id, [entry]);

    [LoggerMessage(LogLevel.Warning, "Message {Type} {MessageId} of {Document} {Id} could not be sent and stays in the outbox: {Reason}")]
    private static partial void LogNotSent(ILogger logger, string type, Guid messageId, string document, string id, string reason);
}
