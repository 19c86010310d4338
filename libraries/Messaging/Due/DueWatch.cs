using System.Linq.Expressions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Storage;

namespace Platform.Messaging;

/// <summary>
/// Does something with each document whose time has come, and again after a while as long as it says so. Documents are
/// looked up every few seconds; those due before the next look, and those saved meanwhile in this process, are met on time.
/// </summary>
internal sealed partial class DueWatch<T>(
    IDocuments<T> documents,
    Expression<Func<T, DateTimeOffset?>> field,
    Func<T, CancellationToken, Task> act,
    BusStarted started,
    MessagingOptions options,
    TimeProvider clock,
    ILogger logger) : BackgroundService, IDueWatch<T>
    where T : class, IDocument
{
    private readonly Func<T, DateTimeOffset?> due = field.Compile();
    private readonly Dictionary<string, (DateTimeOffset Due, DateTimeOffset At, int Times)> nudged = [];
    private volatile TaskCompletionSource sooner = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long horizon;

    public void Saw(T document)
    {
        if (due(document) is { } at && at.UtcTicks <= Interlocked.Read(ref horizon))
        {
            sooner.TrySetResult();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await started.Task.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                sooner = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                var until = clock.GetUtcNow() + options.DueInterval;
                Interlocked.Exchange(ref horizon, until.UtcTicks);
                await WorkAsync(until, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, typeof(T).Name, e);
                await Task.Delay(options.DueInterval, clock, stoppingToken);
            }
        }
    }

    private async Task WorkAsync(DateTimeOffset until, CancellationToken ct)
    {
        var agenda = await AgendaAsync(until, ct);
        foreach (var (document, at) in agenda)
        {
            if (!await WaitAsync(at, ct))
            {
                return;
            }

            var when = due(document)!.Value;
            nudged[document.Id] = (when, clock.GetUtcNow(), nudged.TryGetValue(document.Id, out var before) && before.Due == when ? before.Times + 1 : 1);
            FaultPoint.Hit("due", document.Id);
            await act(document, ct);
        }

        await WaitAsync(until, ct);
    }

    private async Task<List<(T Document, DateTimeOffset At)>> AgendaAsync(DateTimeOffset until, CancellationToken ct)
    {
        var agenda = new List<(T Document, DateTimeOffset At)>();
        var found = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var document in documents.FindAllAsync(Find<T>.All.WhereAtMost(field, until).OrderBy(field).Limit(500), ct))
        {
            var at = due(document)!.Value;
            found.Add(document.Id);
            if (nudged.TryGetValue(document.Id, out var last) && last.Due == at)
            {
                at = last.At + Pause(last.Times);
            }

            if (at <= until)
            {
                agenda.Add((document, at));
            }
        }

        foreach (var gone in nudged.Keys.Where(id => !found.Contains(id)).ToList())
        {
            nudged.Remove(gone);
        }

        agenda.Sort((a, b) => a.At.CompareTo(b.At));
        return agenda;
    }

    /// <summary>Soon at first: whoever was nudged may have found it too early, by a clock that is behind this one.</summary>
    private TimeSpan Pause(int times) => options.DueRepeat / Math.Max(1, 16 >> Math.Min(times, 4));

    /// <summary>
    /// Waits until the clock says it is time: timers fire a little early, and whoever is nudged then finds nothing to do.
    /// False: something was saved meanwhile that may be due before.
    /// </summary>
    private async Task<bool> WaitAsync(DateTimeOffset at, CancellationToken ct)
    {
        while (at - clock.GetUtcNow() is var left && left > TimeSpan.Zero)
        {
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(ct);
            // Whole milliseconds, as timers know them: the rest of one would be a loop without a pause.
            var delay = Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), clock, cancel.Token);
            var first = await Task.WhenAny(delay, sooner.Task);
            await cancel.CancelAsync();
            ct.ThrowIfCancellationRequested();
            if (first != delay)
            {
                return false;
            }
        }

        return true;
    }

    [LoggerMessage(LogLevel.Warning, "Looking for due {Document} failed; it is tried again")]
    private static partial void LogFailed(ILogger logger, string document, Exception exception);
}
