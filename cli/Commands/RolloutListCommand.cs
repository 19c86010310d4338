using System.CommandLine;
using System.Text.Json.Nodes;
using Platform.Cli.Output;

namespace Platform.Cli.Commands;

/// <summary><c>platform rollout list</c></summary>
internal static class RolloutListCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var application = new Argument<string?>("application") { Description = "Only those of this application", DefaultValueFactory = _ => null };
        return new Command("list", "Lists the rollouts of a namespace") { application, GlobalOptions.Namespace }.Does(surroundings, async (run, ct) =>
        {
            var wanted = run.Get(application);
            var query = wanted is null ? "" : "?application=" + Uri.EscapeDataString(wanted);
            var rollouts = await run.Api.ListAsync(run.Path("rollouts") + query, ct);
            run.Printer.Print(new JsonObject { ["items"] = rollouts }, () => Table(rollouts));
            return ExitCodes.Ok;
        });
    }

    private static TextTable Table(JsonArray rollouts)
    {
        var table = new TextTable("Id", "Application", "Revision", "Phase", "Started", "Ended", "Reason");
        foreach (var rollout in rollouts)
        {
            table.Add(
                rollout.Text("id"), rollout.Text("application"), rollout.Text("revision"), rollout.Text("phase"),
                rollout.Time("startedAt") ?? rollout.Time("createdAt"), rollout.Time("endedAt"), Short(rollout.Text("reason")));
        }

        return table;
    }

    /// <summary>A reason may name many clusters: <c>-o json</c> has all of it.</summary>
    private static string? Short(string? reason) => reason?.Length > 100 ? reason[..99] + "…" : reason;
}
