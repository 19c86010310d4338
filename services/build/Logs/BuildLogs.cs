using Platform.Storage;

namespace Platform.Build.Logs;

/// <summary>The logs of all builds: written by the run, read by whoever follows.</summary>
internal sealed class BuildLogs(IDocuments<BuildLogPart> parts, TimeProvider time)
{
    /// <summary>Opens a task's log to write; lines of an earlier run stay before it.</summary>
    internal async Task<BuildLog> OpenAsync(Guid task, CancellationToken ct)
    {
        var last = await parts.FindFirstAsync(Find<BuildLogPart>.All.Where(p => p.Task, task).OrderByDescending(p => p.Sequence), ct);
        return new BuildLog(parts, time, task, last?.Sequence ?? 0);
    }

    /// <summary>The parts after one already read, in order.</summary>
    internal IAsyncEnumerable<BuildLogPart> ReadAsync(Guid task, long after, CancellationToken ct) =>
        parts.FindAllAsync(Find<BuildLogPart>.All.Where(p => p.Task, task).After(p => p.Sequence, after).OrderBy(p => p.Sequence).Limit(50), ct);
}
