using System.CommandLine;

namespace Platform.Cli.Commands;

/// <summary><c>platform rollout approve|reject|cancel|retry ID</c></summary>
internal static class RolloutActionCommand
{
    public static Command Create(Surroundings surroundings, string name, string verb, string description, string done)
    {
        var id = new Argument<string>("id");
        return new Command(name, description) { id, GlobalOptions.Namespace, GlobalOptions.Wait, GlobalOptions.Timeout }.Does(surroundings, async (run, ct) =>
        {
            var rollout = run.Get(id);
            var answer = await run.Api.PostAsync(run.Path("rollouts", rollout, verb), null, ct);
            if (run.Get(GlobalOptions.Wait))
            {
                return await RolloutWatchCommand.FollowAsync(run, run.Namespace, rollout, ct);
            }

            run.Printer.Print(answer, $"rollout {rollout} {done}");
            return ExitCodes.Ok;
        });
    }
}
