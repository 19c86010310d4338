namespace Platform.Deploy.Rollouts;

/// <summary>What is said of a step, for a person: short, since it is told with each change.</summary>
internal static class StepSentences
{
    /// <summary>What a step is at that begins, or goes on to its next wave; null when there is nothing to say but its name.</summary>
    public static string? AtWork(this RolloutStep step, string? why)
    {
        var what = step.Rollback is { Planned: true } order ? order.GoingBack() : step is { Strategy: not null, WaveCount: > 1 } ? step.WaveWords() : null;
        return what is null || why is null ? what ?? why : $"{what}: {why}";
    }

    public static string WaveWords(this RolloutStep step) => $"wave {step.Wave} of {step.WaveCount}";

    /// <summary>More clusters failed than may.</summary>
    public static string TooMany(this StepStrategy strategy, int failed) =>
        $"{Clusters(failed)} failed, {strategy.MaxFailures switch { 0 => "none is allowed to", 1 => "1 is allowed to", var most => $"{most} are allowed to" }}";

    /// <summary>Which clusters are back where, once they are.</summary>
    public static string WentBack(this RollbackOrder order) => order.Words("is back at", "are back at");

    private static string GoingBack(this RollbackOrder order) => order.Words("goes back to", "go back to");

    private static string Words(this RollbackOrder order, string one, string many) => string.Join(", ", order.Revisions
        .OrderByDescending(back => back.Value).ThenBy(back => back.Key)
        .Select(back => $"{Clusters(back.Value)} {(back.Value == 1 ? one : many)} {(back.Key == 0 ? "nothing, as before" : $"revision {back.Key}")}"));

    private static string Clusters(int count) => count == 1 ? "1 cluster" : $"{count} clusters";
}
