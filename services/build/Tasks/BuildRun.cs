using Microsoft.Extensions.Options;
using Platform.Build.Images;
using Platform.Build.Logs;
using Platform.Build.Workspaces;
using Platform.Messaging;
using Platform.Network;
using Platform.Oci;
using Platform.Tools;

namespace Platform.Build.Tasks;

/// <summary>
/// One worker's run of one task: takes the lease, renews it while it builds, and writes the end. Whoever lost the lease meanwhile writes
/// nothing, so two workers on one task give one result.
/// </summary>
internal sealed class BuildRun(
    IOutbox<BuildTask> tasks, ComponentBuilder builder, BuildSecrets secrets, WorkFolders workspaces, BuildLogs logs,
    IOptions<BuildOptions> options, TimeProvider time, ILogger<BuildRun> log)
{
    private readonly BuildOptions _options = options.Value;

    /// <summary>Builds the task if it waits for a worker; <paramref name="cancelled"/> ends it early, <paramref name="stop"/> leaves it to others.</summary>
    internal async Task TakeUpAsync(Guid id, CancellationToken cancelled, CancellationToken stop)
    {
        var worker = Guid.NewGuid();
        if (await LeaseAsync(id, worker, stop) is not { } task)
            return;

        await using var lines = await logs.OpenAsync(id, stop);
        using var limit = new CancellationTokenSource(_options.Timeout, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancelled, limit.Token, stop);
        var heartbeat = new BuildHeartbeat(tasks, id, worker, _options.Lease, time);
        var renewing = heartbeat.RenewAsync(ending);
        try
        {
            await EndAsync(id, worker, await BuildAsync(task, lines, ending.Token), stop);
        }
        catch (OperationCanceledException) when (heartbeat.LeaseIsLost)
        {
            BuildLogging.LeaseLost(log, id, task.Component);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            await EndAsync(id, worker, await StoppedAsync(limit.IsCancellationRequested, lines, stop), stop);
        }
        finally
        {
            await ending.CancelAsync();
            await renewing;
        }
    }

    private async Task<BuildTask?> LeaseAsync(Guid id, Guid worker, CancellationToken ct)
    {
        var leased = false;
        var task = await tasks.UpdateAsync(
            id.ToString(),
            task =>
            {
                var now = time.GetUtcNow();
                leased = false;
                if (task.HasEnded || task.DueAt is not { } due || due > now)
                    return false;
                if (task.Runs >= _options.MaxRuns)
                {
                    task.Fail($"The build was begun {task.Runs} times and its worker ended each time.", now);
                    return true;
                }

                task.Lease(worker, now, _options.Lease);
                leased = true;
                return true;
            },
            ct: ct);
        return leased ? task : null;
    }

    /// <summary>Builds and gives the change that writes the end of the task.</summary>
    private async Task<Action<BuildTask>> BuildAsync(BuildTask task, BuildLog lines, CancellationToken ct)
    {
        try
        {
            if (task.Runs > 1)
                await lines.WriteAsync($"Begun again: the worker before was not heard of any longer (run {task.Runs}).", ct);
            var source = task.Source ?? throw new BuildFailedException("The task has no source.");
            var opened = secrets.Open(source);
            lines.Hide(BuildSecrets.MaskOf(opened));
            using var workspace = workspaces.Open();
            var outcome = await builder.BuildAsync(new BuildJob(task, source, opened, workspace.Folder, lines), ct);
            FaultPoint.Hit("build-packed", task.Id);
            await lines.WriteAsync($"{(outcome.Reused ? "Unchanged" : "Done")}: component package {outcome.Digest}", ct);
            return t => t.Succeed(outcome, time.GetUtcNow());
        }
        catch (Exception e) when (e is BuildFailedException or FetchException or OciException or GitException or ToolException or ToolMissingException)
        {
            var reason = e is FetchException ? $"{e.Message}." : e.Message;
            await lines.WriteAsync($"Failed: {reason}", ct);
            return t => t.Fail(lines.Masked(reason), time.GetUtcNow());
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            BuildLogging.BuildBroke(log, e, task.Task, task.Component);
            await lines.WriteAsync($"Failed: {e.Message}", ct);
            return t => t.Fail(lines.Masked($"The build broke unexpectedly: {e.Message}"), time.GetUtcNow());
        }
    }

    private async Task<Action<BuildTask>> StoppedAsync(bool timeIsUp, BuildLog lines, CancellationToken ct)
    {
        if (!timeIsUp)
        {
            await lines.WriteAsync("Cancelled.", ct);
            return t => t.Cancel(time.GetUtcNow());
        }

        var reason = $"The build took longer than {_options.Timeout} and was ended.";
        await lines.WriteAsync($"Failed: {reason}", ct);
        return t => t.Fail(reason, time.GetUtcNow());
    }

    private async Task EndAsync(Guid id, Guid worker, Action<BuildTask> end, CancellationToken ct) => await tasks.UpdateAsync(
        id.ToString(),
        task =>
        {
            if (task.HasEnded || task.Worker != worker)
                return false;
            end(task);
            return true;
        },
        ct: ct);
}
