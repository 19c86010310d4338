using Microsoft.AspNetCore.Http.HttpResults;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applying;
using Platform.Deploy.Planning;
using Platform.Deploy.Revisions;
using Platform.Hosting;
using Platform.Storage;

namespace Platform.Deploy.Rollouts;

/// <summary>What speaks against a rollback, found before anything is moved.</summary>
internal sealed class RollbackCheck(IDocuments<RevisionDocument> revisions, IDocuments<ClusterRolloutDocument> parts, LastGood lastGood)
{
    /// <summary>As many names as fit into a message.</summary>
    private const int MostClusters = 2_000;

    /// <summary>What is wrong with the request; null when nothing is.</summary>
    public async Task<ProblemHttpResult?> RunAsync(RolloutDocument rollout, RollbackRequest request, CancellationToken ct)
    {
        if (Objection(rollout) is { } objection)
            return Problems.Conflict(objection);
        var clusters = await ClustersAsync(rollout, ct);
        var faults = OfClusters(request, clusters).ToList();
        if (request.ToRevision is { } revision && await revisions.GetAsync(RevisionDocument.IdOf(rollout.ApplicationKey, revision), ct) is null)
            faults.Add(new("/toRevision", $"application '{rollout.Application}' has no revision {revision}"));
        if (faults.Count > 0)
            return Problems.Unprocessable(faults);
        return await NothingAsync(rollout, request, request.Clusters ?? clusters, ct) is { } nothing ? Problems.Conflict(nothing) : null;
    }

    /// <summary>Why a rollout can't be rolled back as it is.</summary>
    public static string? Objection(RolloutDocument rollout) => rollout switch
    {
        { Kind: RolloutKind.Remove } => "A removal can't be rolled back: submit the application again.",
        { Phase: RolloutPhase.RollingBack } => "It is being rolled back already.",
        { Phase: RolloutPhase.Pending or RolloutPhase.Planning } => "Nothing of it has been applied yet: cancel it.",
        { Phase: RolloutPhase.Superseded } => "A newer rollout has taken its place: roll that one back.",
        _ => null,
    };

    private static IEnumerable<ProblemError> OfClusters(RollbackRequest request, IReadOnlyList<string> known)
    {
        if (request.Clusters is { Count: 0 })
            yield return new("/clusters", "is empty: leave it out for all clusters, or name some");
        if (request.Clusters?.Count > MostClusters)
        {
            yield return new("/clusters", $"names {request.Clusters.Count} clusters: name at most {MostClusters}, or leave it out for all");
            yield break;
        }

        for (var index = 0; index < request.Clusters?.Count; index++)
        {
            if (!known.Contains(request.Clusters[index]))
                yield return new($"/clusters/{index}", $"the rollout does not go to cluster '{request.Clusters[index]}'");
        }
    }

    /// <summary>Why there is nothing to go back to; null when there is something on at least one cluster.</summary>
    private async Task<string?> NothingAsync(RolloutDocument rollout, RollbackRequest request, IReadOnlyList<string> clusters, CancellationToken ct)
    {
        foreach (var cluster in clusters)
        {
            var before = request.ToRevision is { } revision
                ? await lastGood.OfRevisionAsync(rollout.ApplicationKey, cluster, revision, ct)
                : await lastGood.FindAsync(rollout.ApplicationKey, cluster, rollout.Revision, ct);
            if (before.Count > 0)
                return null;
        }

        return request.ToRevision is { } wanted
            ? $"Revision {wanted} was never applied on any of these clusters."
            : "No other revision was ever well on any of these clusters: there is nothing to go back to. To remove the application, delete it.";
    }

    private async Task<IReadOnlyList<string>> ClustersAsync(RolloutDocument rollout, CancellationToken ct)
    {
        var clusters = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var part in parts.FindAllAsync(Find<ClusterRolloutDocument>.All.Where(part => part.Rollout, rollout.CorrelationId), ct))
            clusters.Add(part.Cluster);
        return [.. clusters];
    }
}
