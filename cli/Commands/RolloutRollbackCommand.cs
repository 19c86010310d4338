using System.CommandLine;
using System.Text.Json.Nodes;

namespace Platform.Cli.Commands;

/// <summary><c>platform rollout rollback ID [--to-revision N] [--cluster NAME]…</c></summary>
internal static class RolloutRollbackCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var id = new Argument<string>("id");
        var revision = new Option<long?>("--to-revision") { Description = "The revision to go back to; without: what was last well on each cluster" };
        var clusters = new Option<string[]>("--cluster") { Description = "A cluster that goes back, several times for several; without: all", DefaultValueFactory = _ => [] };
        return new Command("rollback", "Undoes a rollout, on all or some of its clusters")
        {
            id, revision, clusters, GlobalOptions.Namespace, GlobalOptions.Wait, GlobalOptions.Timeout,
        }.Does(surroundings, async (run, ct) =>
        {
            var rollout = run.Get(id);
            var wish = new JsonObject();
            if (run.Get(revision) is { } number)
            {
                wish["toRevision"] = number;
            }

            if (run.Get(clusters) is { Length: > 0 } names)
            {
                wish["clusters"] = new JsonArray([.. names.Select(name => (JsonNode)name)]);
            }

            var answer = await run.Api.PostAsync(run.Path("rollouts", rollout, "rollback"), wish, ct);
            if (run.Get(GlobalOptions.Wait))
            {
                return await RolloutWatchCommand.FollowAsync(run, run.Namespace, rollout, ct);
            }

            run.Printer.Print(answer, $"rollout {rollout} is being rolled back");
            return ExitCodes.Ok;
        });
    }
}
