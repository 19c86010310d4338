using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace Platform.Build.Tasks;

/// <summary>
/// The workers of this process: as many builds at once as configured, the rest wait in line. A task may wait in several processes; the
/// first free worker takes its lease and the others pass it over.
/// </summary>
internal sealed class BuildWorkers(BuildRun run, IOptions<BuildOptions> options, ILogger<BuildWorkers> log) : BackgroundService
{
    private readonly Channel<Guid> _line = Channel.CreateUnbounded<Guid>();
    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> _offered = new();

    /// <summary>Puts a task in line, unless it is there or at work already.</summary>
    internal void Offer(Guid task)
    {
        if (_offered.TryAdd(task, new CancellationTokenSource()))
            _line.Writer.TryWrite(task);
    }

    /// <summary>True while a task waits or is built here.</summary>
    internal bool Has(Guid task) => _offered.ContainsKey(task);

    /// <summary>Ends a task's build if it runs here.</summary>
    internal void Cancel(Guid task)
    {
        if (_offered.TryGetValue(task, out var cancellation))
            cancellation.Cancel();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, options.Value.Concurrency).Select(_ => WorkAsync(stoppingToken)));

    private async Task WorkAsync(CancellationToken stop)
    {
        await foreach (var task in _line.Reader.ReadAllAsync(stop))
        {
            try
            {
                await run.TakeUpAsync(task, _offered[task].Token, stop);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
            {
                // The task stays due: it comes again when its lease has run out.
                BuildLogging.RunBroke(log, e, task);
            }
            finally
            {
                // Not disposed: a cancellation may just be on its way to it.
                _offered.TryRemove(task, out _);
            }
        }
    }
}
