using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applying;
using Platform.Deploy.Rollouts;
using Platform.Storage;

namespace Platform.Deploy.Planning;

/// <summary>Plans what has to be removed: only what inventories record.</summary>
internal sealed class RemovalPlanner(IDocuments<InventoryDocument> inventories, PartWriter parts)
{
    /// <summary>All of an application, from every cluster.</summary>
    public async Task<RolloutPlanned> PlanAsync(RolloutDocument rollout, CancellationToken ct) => new()
    {
        Rollout = rollout.CorrelationId,
        Clusters = new Dictionary<string, int> { [RolloutStep.RemoveType] = await AddAsync(rollout, RolloutStep.RemoveType, [], ct) },
        LeftBehind = 0,
    };

    /// <summary>What earlier revisions put on clusters that this rollout does not go to; the number of such clusters.</summary>
    public Task<int> PlanLeftBehindAsync(RolloutDocument rollout, IReadOnlyCollection<string> clusters, CancellationToken ct) =>
        AddAsync(rollout, RolloutSteps.LeftBehind, clusters, ct);

    private async Task<int> AddAsync(RolloutDocument rollout, string step, IReadOnlyCollection<string> except, CancellationToken ct)
    {
        var made = new List<ClusterRolloutDocument>();
        var having = Find<InventoryDocument>.All.Where(inventory => inventory.ApplicationKey, rollout.ApplicationKey).Where(inventory => inventory.Empty, false);
        await foreach (var inventory in inventories.FindAllAsync(having, ct))
        {
            if (except.Contains(inventory.Cluster))
                continue;
            var part = parts.New(rollout, step, inventory.Cluster, RolloutKind.Remove);
            part.Total = inventory.Objects.Count;
            made.Add(part);
        }

        await parts.AddAllAsync(made, ct);
        return made.Count;
    }
}
