using Microsoft.Extensions.Logging;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applying;
using Platform.Deploy.Clusters;
using Platform.Deploy.Planning;
using Platform.Kubernetes;
using Platform.Messaging;
using Platform.Storage;

namespace Platform.Deploy.Drift;

/// <summary>
/// Applies one object again as its revision rendered it, and takes back the fields others took. It holds the inventory meanwhile, so that
/// no rollout works on the cluster at the same time and is undone.
/// </summary>
internal sealed partial class Repair(
    IDocuments<InventoryDocument> inventories, InventoryLedger ledger, PlannedObjects planned, ClusterRegistry registry, ClusterConnections connections, Reachability reachability,
    WorkerPool pool, Lease lease, ObjectApplier applier, TimeProvider clock, ILogger<Repair> logger)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    public async Task<RepairOutcome> RunAsync(DriftDocument drift, CancellationToken ct)
    {
        if (await registry.FindAsync(drift.Cluster, ct) is not { } cluster)
            return default;
        if (await reachability.BreakerUntilAsync(drift.Cluster, ct) is { } until)
            return new(Again: until - clock.GetUtcNow());
        using var place = pool.TryEnter(drift.Cluster);
        if (place is null)
            return new(Again: Soon);
        if (await inventories.GetAsync(drift.Inventory, ct) is not { } inventory || inventory.Sequence != drift.AppliedSequence
            || inventory.Objects.Find(item => item.Identity == drift.Identity) is not { WasApplied: true } entry)
            return default; // What was compared is no longer what is wanted; Status looks again by itself.
        if (await planned.FindAsync(inventory, drift.Identity, ct) is not { } plan)
            return default; // An earlier revision rendered it.
        entry.Unsettled = true;
        return await ledger.HoldAsync(inventory, "repair", ct)
            ? await ApplyAsync(drift, inventory, entry, plan, connections.Open(cluster), ct)
            : new(Again: Soon);
    }

    private async Task<RepairOutcome> ApplyAsync(
        DriftDocument drift, InventoryDocument inventory, InventoryObject entry, PlannedObjects.Found plan, ClusterClient client, CancellationToken ct)
    {
        var (uid, sequence) = (entry.Uid, inventory.Sequence);
        var outcome = await lease.WorkAsync(inventory, token => applier.ApplyAsync(client, [plan.Object], inventory, plan.RunAs, token, force: true), ct);
        if (outcome.Succeeded && (outcome.Changed > 0 || entry.Uid != uid))
        {
            DeployMetrics.Repairs.Add(1);
            inventory.Publish(new ResourceRepaired
            {
                Namespace = inventory.Namespace,
                Application = inventory.Application,
                Cluster = inventory.Cluster,
                Revision = inventory.Revision,
                Component = entry.Component,
                Resource = drift.Object,
                Recreated = entry.Uid != uid,
                Fields = drift.Fields,
                Repairs = drift.Repairs + 1,
            });
            if (entry.Uid != uid)
            {
                // Status has to know that the new object is ours.
                inventory.Sequence = sequence + 1;
                InventoryLedger.Announce(inventory, attempt: 0, done: null);
            }
        }

        if (!outcome.Succeeded)
            LogFailed(logger, drift.Id, outcome.Reason);
        if (outcome.Unreachable)
            await reachability.SilentAsync(drift.Cluster, outcome.Reason, ct);
        // False: it took so long that somebody else holds the inventory; what was done will be found as it is.
        return await ledger.ReleaseAsync(inventory, outcome.Doubtful, ct) ? new(outcome.Succeeded, Failed: outcome is { Succeeded: false, Retryable: true }) : default;
    }

    [LoggerMessage(LogLevel.Information, "Repairing {Drift} did not work: {Reason}")]
    private static partial void LogFailed(ILogger logger, string drift, string reason);
}
