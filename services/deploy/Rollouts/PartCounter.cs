using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applying;
using Platform.Storage;

namespace Platform.Deploy.Rollouts;

/// <summary>Counts a step's parts: always all of them, since counters drift when messages repeat and sets don't.</summary>
internal sealed class PartCounter(IDocuments<ClusterRolloutDocument> parts)
{
    private const int Told = 5;

    public async Task<ClusterCounts> CountAsync(Guid rollout, string step, CancellationToken ct)
    {
        var phases = new Dictionary<ClusterPhase, int>();
        foreach (var phase in Enum.GetValues<ClusterPhase>())
            phases[phase] = (int)await parts.CountAsync(Of(rollout, step).Where(part => part.Phase, phase), ct);
        return new(phases, phases[ClusterPhase.Failed] > 0 ? await ReasonAsync(rollout, step, [ClusterPhase.Failed], phases[ClusterPhase.Failed], ct) : null);
    }

    /// <summary>What is not done, cluster by cluster, in the words of those who saw it.</summary>
    public async Task<string> UnfinishedAsync(Guid rollout, string step, CancellationToken ct)
    {
        ClusterPhase[] unfinished = [ClusterPhase.Failed, ClusterPhase.Waiting, ClusterPhase.Applying, ClusterPhase.Parked, ClusterPhase.Pending];
        var all = (int)await parts.CountAsync(Of(rollout, step).WhereIn(part => part.Phase, unfinished), ct);
        return await ReasonAsync(rollout, step, unfinished, all, ct);
    }

    private async Task<string> ReasonAsync(Guid rollout, string step, ClusterPhase[] phases, int all, CancellationToken ct)
    {
        var page = await parts.FindAsync(Of(rollout, step).WhereIn(part => part.Phase, phases).Limit(Told), ct);
        var told = string.Join("; ", page.Items.Select(part => $"{part.Cluster}: {part.Message ?? part.Phase.ToString().ToLowerInvariant()}"));
        return all > Told ? $"{told}; and {all - Told} more" : told;
    }

    private static Find<ClusterRolloutDocument> Of(Guid rollout, string step) =>
        Find<ClusterRolloutDocument>.All.Where(part => part.Rollout, rollout).Where(part => part.Step, step);
}
