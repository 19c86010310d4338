using Platform.Kubernetes;

namespace Platform.Deploy.Applying;

/// <summary>
/// Looks after work that lasts; most is over before anybody could look. Its part then says that it is under way, and when the cluster
/// doesn't answer its worker goes to others. Work that was stopped meanwhile ends.
/// </summary>
internal sealed class LongWork(PartOutcomes outcomes, TimeProvider clock)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>A cluster that is this long without an answer needs no worker.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(150);

    /// <summary>What waits for one that is silent for so long makes room for others.</summary>
    private static readonly TimeSpan Hanging = TimeSpan.FromSeconds(3);

    /// <summary>From then on the part says that it is being applied.</summary>
    private static readonly TimeSpan Lasting = TimeSpan.FromMilliseconds(500);

    public async Task<ApplyOutcome> RunAsync(
        ClusterRolloutDocument part, ClusterClient client, Place place, Func<CancellationToken, Task<ApplyOutcome>> work, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watching = WatchAsync(part, client, place, stop, done.Token);
        try
        {
            return await work(stop.Token);
        }
        finally
        {
            await done.CancelAsync();
            await watching;
        }
    }

    private async Task WatchAsync(ClusterRolloutDocument part, ClusterClient client, Place place, CancellationTokenSource stop, CancellationToken done)
    {
        var (began, said) = (clock.GetTimestamp(), false);
        while (true)
        {
            await Task.Delay(Look, clock, done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (done.IsCancellationRequested)
                return;
            if (client.Silence >= Silence)
                place.LeaveWorker();
            if (client.Silence >= Hanging)
                place.Hang();
            if (said || clock.GetElapsedTime(began) < Lasting)
                continue;
            said = true;
            if (!await outcomes.BeginAsync(part, CancellationToken.None))
                await stop.CancelAsync();
        }
    }
}
