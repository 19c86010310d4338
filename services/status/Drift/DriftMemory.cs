namespace Platform.Status.Drift;

/// <summary>What is remembered of a part that drifts or did; of most there is nothing to remember.</summary>
internal sealed class DriftMemory
{
    /// <summary>What was announced and is still there: mark by object.</summary>
    public Dictionary<string, string> Told { get; set; } = [];

    /// <summary>Since when something has been so that was not announced yet.</summary>
    public Dictionary<string, (string Mark, long At)> Since { get; set; } = [];
}
