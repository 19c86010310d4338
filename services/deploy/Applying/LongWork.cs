using Platform.Kubernetes;

namespace Platform.Deploy.Applying;

/// <summary>
/// Looks after work that lasts; most is over before anybody could look. Its part then says that it is under way, and when the cluster
/// doesn't answer its worker goes to others. Work that was stopped meanwhile ends.
/// </summary>
internal sealed class LongWork(PartOutcomes outcomes, Overseer overseer, TimeProvider clock)
{
    /// <summary>A cluster that is this long without an answer needs no worker.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(100);

    /// <summary>What waits for one that is silent for so long makes room for others.</summary>
    private static readonly TimeSpan Hanging = TimeSpan.FromSeconds(3);

    /// <summary>From then on the part says that it is being applied.</summary>
    private static readonly TimeSpan Lasting = TimeSpan.FromMilliseconds(500);

    public async Task<ApplyOutcome> RunAsync(
        ClusterRolloutDocument part, ClusterClient client, Place place, Func<CancellationToken, Task<ApplyOutcome>> work, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var (began, said) = (clock.GetTimestamp(), false);
        return await overseer.WatchAsync(() => work(stop.Token), LookAsync);

        async Task LookAsync()
        {
            var silence = client.Silence;
            if (silence >= Silence)
                place.LeaveWorker();
            if (silence >= Hanging)
                place.Hang();
            if (said || clock.GetElapsedTime(began) < Lasting)
                return;
            said = true;
            if (!await outcomes.BeginAsync(part, CancellationToken.None))
                await stop.CancelAsync();
        }
    }
}
