using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applying;
using Platform.Storage;

namespace Platform.Deploy.Rollouts;

/// <summary>A rollout as it is shown.</summary>
internal sealed record RolloutAnswer
{
    public required Guid Id { get; init; }

    public required string Namespace { get; init; }

    public required string Application { get; init; }

    public required long Revision { get; init; }

    /// <summary>apply or remove.</summary>
    public required RolloutKind Kind { get; init; }

    public required RolloutPhase Phase { get; init; }

    public string? Reason { get; init; }

    /// <summary>The clusters that came late, where it is for them alone.</summary>
    public IReadOnlyList<string>? Late { get; init; }

    public required string StartedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public required IReadOnlyList<StepAnswer> Steps { get; init; }

    /// <summary>Each cluster once; null in lists.</summary>
    public IReadOnlyList<ClusterPartAnswer>? Clusters { get; init; }

    public required IReadOnlyDictionary<string, int> Counts { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>A step.</summary>
internal sealed record StepAnswer(
    string Name, string Type, string? Alias, StepPhase Phase, string? Reason, string? Message, IReadOnlyList<string> DependsOn, DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt, DateTimeOffset? Deadline, IReadOnlyDictionary<string, int> Clusters, int? Wave, int? Waves)
{
    /// <summary>Clusters per phase, wave by wave; null in lists, and for steps without waves.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, int>>? WaveClusters { get; init; }
}

/// <summary>A rollout's part on one cluster; of several steps there, the one that tells most.</summary>
internal sealed record ClusterPartAnswer(
    string Cluster, string Step, ClusterPhase Phase, int Wave, long Revision, int Applied, int Total, int Changed, string? Message, int Attempts, DateTimeOffset? NextTry,
    DateTimeOffset? StartedAt, DateTimeOffset? AppliedAt, DateTimeOffset? EndedAt, IReadOnlyList<string> Warnings)
{
    /// <summary>Why the cluster failed before it was taken back.</summary>
    public string? Failure { get; init; }
}

/// <summary>Puts rollouts together as they are shown.</summary>
internal sealed class RolloutAnswers(IDocuments<ClusterRolloutDocument> parts)
{
    /// <summary>What of several steps on one cluster is shown: trouble first, then what goes on, then what is to come, then what is done.</summary>
    private static readonly List<ClusterPhase> Telling =
    [
        ClusterPhase.Failed, ClusterPhase.Parked, ClusterPhase.Applying, ClusterPhase.Waiting, ClusterPhase.Pending, ClusterPhase.RolledBack,
        ClusterPhase.Healthy, ClusterPhase.Skipped,
    ];

    public static string Location(string ns, Guid rollout) => $"/api/v1/namespaces/{ns}/rollouts/{rollout}";

    public async Task<RolloutAnswer> WholeAsync(RolloutDocument rollout, CancellationToken ct)
    {
        var all = new List<ClusterRolloutDocument>();
        await foreach (var part in parts.FindAllAsync(Find<ClusterRolloutDocument>.All.Where(part => part.Rollout, rollout.CorrelationId), ct))
            all.Add(part);
        // Whoever ends what a rollout that has ended did not begin may still be at it.
        foreach (var part in rollout.Ended ? all.Where(part => part.Phase == ClusterPhase.Pending) : [])
            part.Phase = ClusterPhase.Skipped;
        var ofSteps = all.ToLookup(part => part.Step);
        return Short(rollout) with
        {
            Steps = [.. rollout.Steps.Select(step => Of(step, ofSteps[step.Name].ToList()))],
            Clusters = [.. all.GroupBy(part => part.Cluster).OrderBy(cluster => cluster.Key, StringComparer.Ordinal).Select(Of)],
            Counts = Count(all.GroupBy(part => part.Cluster).Select(MostTelling)),
            Warnings = [.. rollout.Warnings],
        };
    }

    public static RolloutAnswer Short(RolloutDocument rollout) => new()
    {
        Id = rollout.CorrelationId,
        Namespace = rollout.Namespace,
        Application = rollout.Application,
        Revision = rollout.Revision,
        Kind = rollout.Kind,
        Phase = rollout.Phase,
        Reason = rollout.Reason,
        Late = rollout.Late,
        StartedBy = rollout.StartedBy,
        CreatedAt = rollout.CreatedAt,
        StartedAt = rollout.StartedAt,
        EndedAt = rollout.EndedAt,
        Steps = [.. rollout.Steps.Select(step => Of(step, step.Clusters))],
        Counts = rollout.Counts(),
    };

    /// <summary>A rollback says more than what it undoes.</summary>
    private static ClusterRolloutDocument MostTelling(IEnumerable<ClusterRolloutDocument> ofCluster) =>
        ofCluster.OrderByDescending(part => part.RollsBack ? part.Turn : 0).ThenBy(part => Telling.IndexOf(part.Phase)).First();

    private static Dictionary<string, int> Count(IEnumerable<ClusterRolloutDocument> parts) =>
        new ClusterCounts(parts.GroupBy(part => part.Phase).ToDictionary(phase => phase.Key, phase => phase.Count())).ToDictionary();

    private static StepAnswer Of(RolloutStep step, List<ClusterRolloutDocument> ofStep) => Of(step, ofStep.Count == 0 ? step.Clusters : Count(ofStep)) with
    {
        WaveClusters = step.Strategy is null ? null : [.. Enumerable.Range(1, step.WaveCount).Select(wave => Count(ofStep.Where(part => part.Wave == wave)))],
    };

    private static ClusterPartAnswer Of(IEnumerable<ClusterRolloutDocument> ofCluster)
    {
        var telling = MostTelling(ofCluster);
        return Of(telling) with { Failure = telling.RollsBack ? ofCluster.FirstOrDefault(part => part is { RollsBack: false, Phase: ClusterPhase.Failed })?.Message : null };
    }

    private static StepAnswer Of(RolloutStep step, IReadOnlyDictionary<string, int> clusters) => new(
        step.Name, step.Type, step.Alias, step.Phase, step.Reason, step.Message, step.DependsOn, step.StartedAt, step.EndedAt, step.Deadline, clusters,
        step.Strategy is null ? null : step.Wave, step.Strategy is null ? null : step.WaveCount);

    private static ClusterPartAnswer Of(ClusterRolloutDocument part) => new(
        part.Cluster, part.Step, part.Phase, part.Wave, part.Revision, part.Applied, part.Total, part.Changed, part.Message, part.Tries,
        part.Phase == ClusterPhase.Parked ? part.DueAt : null, part.StartedAt, part.AppliedAt, part.EndedAt, part.Warnings);
}
