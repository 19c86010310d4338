using System.CommandLine;
using Platform.Cli.Output;
using Platform.Cli.Progress;

namespace Platform.Cli.Commands;

/// <summary><c>platform rollout watch ID</c>: follows a rollout, and ends as it ended.</summary>
internal static class RolloutWatchCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var id = new Argument<string>("id");
        return new Command("watch", "Follows a rollout to its end") { id, GlobalOptions.Namespace, GlobalOptions.Timeout }
            .Does(surroundings, (run, ct) => FollowAsync(run, run.Namespace, run.Get(id), ct));
    }

    /// <summary>0 when it succeeded, 1 when it ended in any other way.</summary>
    public static async Task<int> FollowAsync(Invocation run, string space, string id, CancellationToken ct)
    {
        var progress = new RolloutProgress(space, id);
        var ended = await new Watch(run).RunAsync(Invocation.NamespacePath(space, "rollouts", id), progress, run.Timeout(), ct);
        var succeeded = ended.Text("phase") == "succeeded";
        if (run.Format != OutputFormat.Table)
        {
            run.Printer.Print(ended, "");
        }
        else if (!succeeded)
        {
            await run.Surroundings.Error.WriteLineAsync(progress.Outcome(ended));
        }

        return succeeded ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
