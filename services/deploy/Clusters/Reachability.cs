using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applying;
using Platform.Messaging;
using Platform.Storage;

namespace Platform.Deploy.Clusters;

/// <summary>
/// Keeps what is seen of clusters, by probes and by those who work on them, and the breaker: a cluster that gave no answer is left
/// alone for a while that grows, by every process, and what is parked for it goes on as soon as it answers.
/// </summary>
internal sealed class Reachability(
    IOutbox<ReachabilityDocument> seen,
    ClusterRegistry registry,
    IOutbox<ClusterRolloutDocument> parts,
    DeployOptions options,
    TimeProvider clock)
{
    private static readonly TimeSpan LastSeenResolution = TimeSpan.FromSeconds(15);

    /// <summary>Until when nobody should try; null when the breaker is closed.</summary>
    public async Task<DateTimeOffset?> BreakerUntilAsync(string cluster, CancellationToken ct) => BreakerUntil(await FindAsync(cluster, ct));

    /// <summary>What was seen of the cluster last; null when nothing was.</summary>
    public Task<ReachabilityDocument?> FindAsync(string cluster, CancellationToken ct) => seen.Documents.GetAsync(cluster, ct);

    /// <summary>Whoever works there has its breaker open until then; null: closed.</summary>
    public DateTimeOffset? BreakerUntil(ReachabilityDocument? known) => known?.BreakerUntil is { } until && until > clock.GetUtcNow() ? until : null;

    /// <summary>The cluster answered somebody who knows this of it: mostly it is nothing new.</summary>
    public Task AnsweredAsync(string cluster, ReachabilityDocument? known, CancellationToken ct) =>
        known is { Reachable: true } && clock.GetUtcNow() - known.LastSeen < LastSeenResolution ? Task.CompletedTask : AnsweredAsync(cluster, (string?)null, ct);

    /// <summary>The cluster answered.</summary>
    public async Task AnsweredAsync(string cluster, string? version, CancellationToken ct, string? kinds = null)
    {
        var labels = version is null ? null : (await registry.FindAsync(cluster, ct))?.Labels;
        var wasAway = false;
        await seen.UpsertAsync(cluster, () => new(), document =>
        {
            var now = clock.GetUtcNow();
            wasAway = document.Reachable != true;
            if (!wasAway && version is null && now - document.LastSeen < LastSeenResolution)
                return false;
            var news = version is not null && version != document.KubernetesVersion;
            (document.Reachable, document.LastSeen, document.Message) = (true, now, null);
            (document.Failures, document.BreakerUntil, document.DueAt) = (0, null, now + options.ProbeInterval);
            document.KubernetesVersion = version ?? document.KubernetesVersion;
            document.Kinds = kinds ?? document.Kinds;
            if (news && labels is not null)
                document.Publish(new ClusterChanged { Cluster = cluster, Labels = labels, Version = version });
            return true;
        }, ct: ct);
        if (wasAway)
            await WakeAsync(cluster, ct);
    }

    /// <summary>The cluster gave no answer; returns when to try again.</summary>
    public async Task<DateTimeOffset> SilentAsync(string cluster, string message, CancellationToken ct)
    {
        var document = await seen.UpsertAsync(cluster, () => new(), document =>
        {
            var now = clock.GetUtcNow();
            // Several workers meet the same silence: it counts once.
            if (document.Reachable == false && document.BreakerUntil > now)
                return false;
            document.Reachable = false;
            document.Message = message;
            document.Failures++;
            document.BreakerUntil = now + Pauses.Of(document.Failures, options.ParkFirst, options.ParkLongest);
            document.DueAt = document.BreakerUntil;
            return true;
        }, ct: ct);
        return document.BreakerUntil ?? clock.GetUtcNow() + options.ParkFirst;
    }

    /// <summary>A cluster that was unregistered is no longer looked at.</summary>
    public Task ForgetAsync(string cluster, CancellationToken ct) => seen.Documents.DeleteAsync(cluster, ct: ct);

    /// <summary>What is parked for the cluster goes on now.</summary>
    public async Task WakeAsync(string cluster, CancellationToken ct)
    {
        var parked = Find<ClusterRolloutDocument>.All.Where(part => part.Cluster, cluster).Where(part => part.Phase, ClusterPhase.Parked);
        await foreach (var part in parts.Documents.FindAllAsync(parked, ct))
        {
            await parts.UpdateAsync(part.Id, current =>
            {
                if (current.Phase != ClusterPhase.Parked)
                    return false;
                current.DueAt = clock.GetUtcNow();
                return true;
            }, ct: ct);
        }
    }
}
