namespace Platform.Oam;

/// <summary>Which of a step's clusters are in which wave.</summary>
public static class WaveAssignment
{
    /// <summary>Waves from 1 on, by cluster. A cluster is in the first wave that takes it; those that none takes are in one more at the end.</summary>
    /// <param name="strategy">Null, or without waves: all are in the first.</param>
    /// <param name="clusters">The step's clusters in its order.</param>
    public static IReadOnlyDictionary<string, int> Of(DeployStrategy? strategy, IReadOnlyList<ClusterFacts> clusters)
    {
        var waves = new Dictionary<string, int>(StringComparer.Ordinal);
        var number = 0;
        foreach (var wave in strategy?.Waves ?? [])
        {
            number++;
            foreach (var cluster in Taken(wave, clusters, waves)) waves[cluster.Name] = number;
        }

        foreach (var cluster in clusters) waves.TryAdd(cluster.Name, number + 1);
        return waves;
    }

    /// <summary>Waves that would be empty: a slip in a label is told before anything happens, not noticed afterwards.</summary>
    internal static void Check(PlannedStep step, IReadOnlyList<ClusterFacts> clusters, Application application, Findings findings)
    {
        if (step.Deploy?.Strategy is not { } strategy || clusters.Count == 0) return;
        var source = SourceOf(step, application);
        var assigned = Of(strategy, clusters);
        for (var index = 0; index < strategy.Waves.Count; index++)
        {
            if (assigned.Values.Contains(index + 1)) continue;
            var why = strategy.Waves[index].ClusterLabelSelector is { } labels
                ? $"none of its {clusters.Count} clusters has the labels {Names.Listed([.. labels.Select(label => $"{label.Key}={label.Value}")])} and is in no earlier wave"
                : $"earlier waves take all of its {clusters.Count} clusters";
            findings.Add((source["waves"]?.Items.ElementAtOrDefault(index) ?? source).Fault($"step '{step.Name}': wave {index + 1} selects nothing: {why}"));
        }

        if (strategy.MaxFailures >= clusters.Count)
            findings.Warn(source.Fault($"step '{step.Name}': maxFailures {strategy.MaxFailures} lets all of its {clusters.Count} clusters fail"));
    }

    /// <summary>Where the strategy is written.</summary>
    private static Documents.DocumentNode SourceOf(PlannedStep step, Application application) =>
        (application.Workflow is { } own ? application.ExternalWorkflows.Prepend(own) : application.ExternalWorkflows)
            .SelectMany(workflow => workflow.Steps).SelectMany(written => written.SubSteps.Prepend(written))
            .FirstOrDefault(written => written.Name == step.Name)?.Source["properties"]?["strategy"] ?? application.Source;

    private static List<ClusterFacts> Taken(DeployWave wave, IReadOnlyList<ClusterFacts> clusters, Dictionary<string, int> before)
    {
        var left = clusters.Where(cluster => !before.ContainsKey(cluster.Name));
        return wave.ClusterLabelSelector is { } labels
            ? [.. left.Where(cluster => labels.All(label => cluster.Labels.GetValueOrDefault(label.Key) == label.Value))]
            : [.. left.Take((int)Math.Ceiling(clusters.Count * (wave.Percent ?? 100) / 100.0))];
    }
}
