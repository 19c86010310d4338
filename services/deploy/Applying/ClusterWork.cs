using Microsoft.Extensions.Logging;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applications;
using Platform.Deploy.Clusters;
using Platform.Deploy.Rollouts;
using Platform.Hosting;
using Platform.Kubernetes;
using Platform.Messaging;
using Platform.Storage;

namespace Platform.Deploy.Applying;

/// <summary>
/// The frame of all work on a cluster: is it still wanted, may it begin now, and what comes of it. A cluster that fails is an outcome,
/// never an exception; whatever can't go on now is put off with a time, and neither message nor thread is held.
/// </summary>
internal sealed partial class ClusterWork(
    IDocuments<ClusterRolloutDocument> parts,
    IDocuments<ApplicationDocument> applications,
    IDocuments<RolloutDocument> rollouts,
    ClusterRegistry registry,
    ClusterConnections connections,
    Reachability reachability,
    WorkerPool pool,
    InventoryLedger ledger,
    Lease lease,
    LongWork longWork,
    PartOutcomes outcomes,
    DeployOptions options,
    PlatformOptions platform,
    TimeProvider clock,
    ILogger<ClusterWork> logger)
{
    private const string NoSlot = "waits for a free slot on the cluster";
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AfterAWhile = TimeSpan.FromSeconds(1);

    public async Task RunAsync(string id, string onCluster, int attempt, WorkQueue queue, IPartWork work, CancellationToken ct)
    {
        var turn = await pool.EnterAsync(queue, onCluster, $"{id}/{attempt}", ct);
        using var place = turn.Place;
        if (place is null && turn.ComeBack is null)
            return;
        if (await parts.GetAsync(id, ct) is not { } part || part.Attempt != attempt || part.Phase == ClusterPhase.Waiting)
            return;
        var known = await reachability.FindAsync(part.Cluster, ct);
        if (!part.Open)
            await outcomes.EndedBeforeAsync(part);
        else if (place is null)
            await outcomes.PostponeAsync(part, turn.ComeBack!.Value, NoSlot, ct);
        else if (await IsOutdatedAsync(part, ct))
            await outcomes.SkipAsync(part, "a newer rollout takes its place", ct);
        else if (await registry.FindAsync(part.Cluster, ct) is not { } cluster)
            await outcomes.FailAsync(part, $"cluster {part.Cluster} is not registered (any more)", tried: false, ct);
        else if (reachability.BreakerUntil(known) is { } until)
            await outcomes.ParkAsync(part, until, part.Message ?? $"cluster {part.Cluster} can't be reached", tried: false, ct);
        else
            await EnterAsync(part, cluster, known, place, work, ct);
    }

    /// <summary>A newer rollout of the application has begun, or will without waiting for this one.</summary>
    private async Task<bool> IsOutdatedAsync(ClusterRolloutDocument part, CancellationToken ct) =>
        await applications.GetAsync(part.ApplicationKey, ct) is { } application && application.RolloutNumber > part.Number
        && await rollouts.GetAsync(application.Rollout.ToString(), ct) is not { Phase: RolloutPhase.Pending, Waits: true };

    private async Task EnterAsync(
        ClusterRolloutDocument part, ClusterDocument cluster, ReachabilityDocument? known, Place place, IPartWork work, CancellationToken ct)
    {
        if (await IsCrowdedAsync(part, ct))
        {
            await outcomes.PostponeAsync(part, Soon, NoSlot, ct);
            return;
        }

        if (!await PrepareAsync(part, cluster, work, ct))
            return;
        var claim = await ledger.ClaimAsync(part, await work.PlannedAsync(part, ct), ct);
        if (claim.Outdated)
            await outcomes.SkipAsync(part, "a newer rollout has been here", ct);
        else if (claim.BusyUntil is { } until)
            await outcomes.PostponeAsync(part, until - clock.GetUtcNow(), "waits for what is under way on the cluster", ct);
        else if (claim.Done is { } done)
            await work.FinishAsync(part, done.Part, done.Inventory.Sequence, ct);
        else
            await DoAsync(part, cluster, known, claim.Held!, place, work, ct);
    }

    /// <summary>False: it can't be applied now, and is put off, or never.</summary>
    private async Task<bool> PrepareAsync(ClusterRolloutDocument part, ClusterDocument cluster, IPartWork work, CancellationToken ct)
    {
        try
        {
            switch (await work.PrepareAsync(connections.Open(cluster), part, ct))
            {
                case { ForGood: true } never:
                    await outcomes.FailAsync(part, never.Reason, tried: false, ct);
                    return false;
                case { } unready:
                    await outcomes.PostponeAsync(part, AfterAWhile, unready.Reason, ct);
                    return false;
                default:
                    return true;
            }
        }
        catch (KubernetesException e)
        {
            var outcome = new ApplyOutcome();
            outcome.Failures.Add((new("", "Cluster", null, part.Cluster), e.Failure));
            await PutOffAsync(part, outcome, ct);
            return false;
        }
    }

    /// <summary>
    /// All processes together work on as many parts there as may be: the holds on inventories are the leases, and a dead worker's runs out.
    /// (A process that is alone knows by its own slots.)
    /// </summary>
    private async Task<bool> IsCrowdedAsync(ClusterRolloutDocument part, CancellationToken ct) =>
        (platform.Broker is not null || options.WorkersPerCluster > options.PartsPerCluster) && await ledger.CountHeldAsync(part.Cluster, ct) >= options.PartsPerCluster;

    private async Task DoAsync(
        ClusterRolloutDocument part, ClusterDocument cluster, ReachabilityDocument? known, InventoryDocument inventory, Place place, IPartWork work, CancellationToken ct)
    {
        FaultPoint.Hit("part.applying", part.Id);
        part.StartedAt ??= clock.GetUtcNow();
        var outcome = await lease.WorkAsync(inventory, token => DoAsync(connections.Open(cluster), part, inventory, place, work, token), ct);
        FaultPoint.Hit("part.applied", part.Id);
        if (outcome.Succeeded)
        {
            await reachability.AnsweredAsync(part.Cluster, known, ct);
            var recorded = await work.RecordAsync(inventory, part, outcome, ct);
            // What is left to do is no work on the cluster, and may wait for health.
            place.Dispose();
            if (!recorded)
                await outcomes.PostponeAsync(part, Soon, "somebody else worked on it meanwhile", ct);
            else
                await work.FinishAsync(part, inventory.Done.Find(done => done.Part == part.Id)!, inventory.Sequence, ct);
            return;
        }

        await ledger.ReleaseAsync(inventory, outcome.Doubtful, ct);
        await PutOffAsync(part, outcome, ct);
    }

    private async Task PutOffAsync(ClusterRolloutDocument part, ApplyOutcome outcome, CancellationToken ct)
    {
        LogFailed(logger, part.Id, outcome.Reason);
        if (!outcome.Retryable)
            await outcomes.FailAsync(part, outcome.Reason, tried: true, ct);
        else
            await outcomes.ParkAsync(part, await ComeBackAsync(part, outcome, ct), outcome.Reason, tried: true, ct);
    }

    private Task<ApplyOutcome> DoAsync(
        ClusterClient client, ClusterRolloutDocument part, InventoryDocument inventory, Place place, IPartWork work, CancellationToken ct) =>
        longWork.RunAsync(part, client, place, token => work.DoAsync(client, part, inventory, token), ct);

    private async Task<DateTimeOffset> ComeBackAsync(ClusterRolloutDocument part, ApplyOutcome outcome, CancellationToken ct)
    {
        if (outcome.Unreachable)
            return await reachability.SilentAsync(part.Cluster, outcome.Reason, ct);
        var pause = Pauses.Of(part.Failures + 1, options.ParkFirst, options.ParkLongest);
        return clock.GetUtcNow() + (outcome.RetryAfter > pause ? outcome.RetryAfter.Value : pause);
    }

    [LoggerMessage(LogLevel.Information, "{Part} did not work: {Reason}")]
    private static partial void LogFailed(ILogger logger, string part, string reason);
}
