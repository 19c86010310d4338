using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applying;
using Platform.Deploy.Rollouts;
using Platform.Storage;

namespace Platform.Deploy.Planning;

/// <summary>
/// What an application had on a cluster before. The parts of earlier rollouts say it, with the plans that were applied: so a rollback
/// brings back just what was there, whatever labels, parameters or packages say today.
/// </summary>
internal sealed class LastGood(IDocuments<ClusterRolloutDocument> parts)
{
    /// <summary>
    /// The newest work that was well there and is not of the given revision: all of its parts, in the order of their steps. Empty: nothing was,
    /// or what was there had been removed.
    /// </summary>
    public Task<IReadOnlyList<ClusterRolloutDocument>> FindAsync(string application, string cluster, long notRevision, CancellationToken ct) =>
        NewestAsync(application, cluster, part => part is { OnlyUnwanted: false } && part.Revision != notRevision && part.Phase is ClusterPhase.Healthy or ClusterPhase.RolledBack, whole: true, ct);

    /// <summary>What a revision applied there the last time it came, well or not. Empty: it never came.</summary>
    public Task<IReadOnlyList<ClusterRolloutDocument>> OfRevisionAsync(string application, string cluster, long revision, CancellationToken ct) =>
        NewestAsync(application, cluster, part => part.Revision == revision && part is { Kind: RolloutKind.Apply, AppliedAt: not null }, whole: false, ct);

    private async Task<IReadOnlyList<ClusterRolloutDocument>> NewestAsync(
        string application, string cluster, Func<ClusterRolloutDocument, bool> counts, bool whole, CancellationToken ct)
    {
        var there = new List<ClusterRolloutDocument>();
        var find = Find<ClusterRolloutDocument>.All.Where(part => part.ApplicationKey, application).Where(part => part.Cluster, cluster);
        await foreach (var part in parts.FindAllAsync(find, ct))
        {
            if (counts(part))
                there.Add(part);
        }

        var newest = there.GroupBy(part => part.Order).OrderByDescending(work => work.Key)
            .FirstOrDefault(work => !whole || work.First().Steps.TrueForAll(step => work.Any(part => part.Step == step)));
        return newest is null || newest.First().Kind == RolloutKind.Remove
            ? []
            : [.. newest.OrderBy(part => part.Steps.IndexOf(part.Step))];
    }
}
