using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applying;
using Platform.Storage;

namespace Platform.Deploy.Rollouts;

/// <summary>
/// Counts a step's parts: always all of them, since counters drift when messages repeat and sets don't. A few are read, which is one search
/// and a picture of one moment; many are counted phase by phase.
/// </summary>
internal sealed class PartCounter(IDocuments<ClusterRolloutDocument> parts)
{
    private const int Told = 5;
    private const int Few = 16;

    /// <param name="rollout">The rollout's id.</param>
    /// <param name="step">Name of the step.</param>
    /// <param name="wave">Only parts of waves up to this one; null = all.</param>
    /// <param name="ct">The caller went away.</param>
    public async Task<ClusterCounts> CountAsync(Guid rollout, string step, int? wave, CancellationToken ct)
    {
        if (await FewAsync(Of(rollout, step, wave), ct) is { } few)
            return few;
        var phases = new Dictionary<ClusterPhase, int>();
        foreach (var phase in Enum.GetValues<ClusterPhase>())
            phases[phase] = (int)await parts.CountAsync(Of(rollout, step, wave).Where(part => part.Phase, phase), ct);
        return new(phases, phases[ClusterPhase.Failed] > 0 ? await ReasonAsync(Of(rollout, step, wave), [ClusterPhase.Failed], phases[ClusterPhase.Failed], ct) : null);
    }

    /// <summary>What is not done, cluster by cluster, in the words of those who saw it.</summary>
    public async Task<string> UnfinishedAsync(Guid rollout, string step, CancellationToken ct)
    {
        ClusterPhase[] unfinished = [ClusterPhase.Failed, ClusterPhase.Waiting, ClusterPhase.Applying, ClusterPhase.Parked, ClusterPhase.Pending];
        var all = (int)await parts.CountAsync(Of(rollout, step).WhereIn(part => part.Phase, unfinished), ct);
        return await ReasonAsync(Of(rollout, step), unfinished, all, ct);
    }

    /// <summary>The counts, or null when there are many.</summary>
    private async Task<ClusterCounts?> FewAsync(Find<ClusterRolloutDocument> of, CancellationToken ct)
    {
        var page = await parts.FindAsync(of.Limit(Few), ct);
        if (page.Continue is not null)
            return null;
        var failed = page.Items.Where(part => part.Phase == ClusterPhase.Failed).ToList();
        return new(page.Items.CountBy(part => part.Phase).ToDictionary(), failed.Count > 0 ? Reason(failed.Take(Told), failed.Count) : null);
    }

    private async Task<string> ReasonAsync(Find<ClusterRolloutDocument> of, ClusterPhase[] phases, int all, CancellationToken ct)
    {
        var page = await parts.FindAsync(of.WhereIn(part => part.Phase, phases).Limit(Told), ct);
        return Reason(page.Items, all);
    }

    private static string Reason(IEnumerable<ClusterRolloutDocument> parts, int all)
    {
        var told = string.Join("; ", parts.Select(part => $"{part.Cluster}: {part.Message ?? part.Phase.ToString().ToLowerInvariant()}"));
        return all > Told ? $"{told}; and {all - Told} more" : told;
    }

    private static Find<ClusterRolloutDocument> Of(Guid rollout, string step, int? wave = null)
    {
        var all = Find<ClusterRolloutDocument>.All.Where(part => part.Rollout, rollout).Where(part => part.Step, step);
        return wave is { } last ? all.WhereAtMost(part => part.Wave, last) : all;
    }
}
