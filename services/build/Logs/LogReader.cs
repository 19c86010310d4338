using System.Runtime.CompilerServices;
using Platform.Build.Tasks;
using Platform.Storage;

namespace Platform.Build.Logs;

/// <summary>Reads the logs of a package's builds: of each component the latest task, in the order the tasks came.</summary>
internal sealed class LogReader(IDocuments<BuildTask> tasks, BuildLogs logs, string package, string? component)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);
    private readonly Dictionary<Guid, long> _read = [];

    internal async Task<bool> HasTasksAsync(CancellationToken ct) => (await LatestAsync(ct)).Count > 0;

    /// <summary>The lines; null where what was given so far should reach the reader now.</summary>
    internal async IAsyncEnumerable<string?> ReadAsync(bool follow, TimeProvider time, [EnumeratorCancellation] CancellationToken ct)
    {
        var heard = time.GetTimestamp();
        while (true)
        {
            // Read before the lines: what a task printed before it ended is then sure to be seen.
            var latest = await LatestAsync(ct);
            var any = false;
            foreach (var task in latest)
            {
                await foreach (var line in NewLinesAsync(task, ct))
                {
                    any = true;
                    yield return line;
                }
            }

            yield return null;
            if (!follow || HaveEnded(latest))
                yield break;
            if (any)
                heard = time.GetTimestamp();
            else if (time.GetElapsedTime(heard) > Silence)
            {
                // A silent connection is cut by whatever lies between; a line keeps it and tells that it goes on.
                yield return StillAtWork(latest, time);
                heard = time.GetTimestamp();
            }

            await Task.Delay(Pause, time, ct);
        }
    }

    private async IAsyncEnumerable<string> NewLinesAsync(BuildTask task, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var part in logs.ReadAsync(task.Task, _read.GetValueOrDefault(task.Task), ct))
        {
            _read[task.Task] = part.Sequence;
            foreach (var line in part.Lines)
                yield return $"{task.Component} | {line}";
        }
    }

    private async Task<IReadOnlyList<BuildTask>> LatestAsync(CancellationToken ct)
    {
        var all = new List<BuildTask>();
        await foreach (var task in tasks.FindAllAsync(Find<BuildTask>.All.Where(t => t.Package, package), ct))
            all.Add(task);
        return
        [
            .. all.Where(t => component is null || t.Component == component)
                .GroupBy(t => t.Component, (_, ofOne) => ofOne.MaxBy(t => t.CreatedAt)!)
                .OrderBy(t => t.CreatedAt).ThenBy(t => t.Component, StringComparer.Ordinal),
        ];
    }

    private bool HaveEnded(IReadOnlyList<BuildTask> latest)
    {
        var expected = component is null ? latest.SelectMany(t => t.PackageComponents).Distinct() : [component];
        return expected.All(name => latest.Any(t => t.Component == name)) && latest.All(t => t.HasEnded);
    }

    private static string StillAtWork(IReadOnlyList<BuildTask> latest, TimeProvider time)
    {
        var atWork = latest.Where(t => !t.HasEnded).Select(t => $"{t.Component} ({(time.GetUtcNow() - t.CreatedAt).TotalSeconds:0} s)");
        return $"… still at work: {string.Join(", ", atWork)}";
    }
}
