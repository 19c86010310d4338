using System.CommandLine;
using System.Text.Json.Nodes;
using Platform.Cli.Output;

namespace Platform.Cli.Commands;

/// <summary><c>platform apply -f F</c>: submits an Application.</summary>
internal static class ApplyCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var file = new Option<string>("--file", "-f") { Description = "The Application as YAML or JSON; - is standard input", Required = true };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would change on which cluster" };
        var strict = new Option<bool>("--strict") { Description = "Take warnings (unknown properties) as faults" };
        return new Command("apply", "Submits an application")
        {
            file, dryRun, strict, GlobalOptions.Namespace, GlobalOptions.Wait, GlobalOptions.Timeout,
        }.Does(surroundings, async (run, ct) =>
        {
            var (space, answer) = await SubmitAsync(run, run.Get(file)!, run.Get(dryRun), run.Get(strict), ct);
            return run.Get(dryRun) ? Changes(run, answer) : await AcceptedAsync(run, space, answer, ct);
        });
    }

    /// <summary>Sends the application to its namespace and tells the warnings of the answer.</summary>
    public static async Task<(string Namespace, JsonNode? Answer)> SubmitAsync(Invocation run, string path, bool dryRun, bool strict, CancellationToken ct)
    {
        var text = await Input.ReadAsync(path, run.Surroundings, ct);
        var space = run.NamespaceAsked ?? NamespaceIn(text, path) ?? run.Namespace;
        var query = (dryRun ? "?dryRun=true" : "") + (strict ? (dryRun ? "&" : "?") + "strict=true" : "");
        var answer = await run.Api.PostYamlAsync(Invocation.NamespacePath(space, "applications") + query, text, ct);
        foreach (var warning in answer.Items("warnings"))
        {
            run.Printer.Warn($"{warning.Text("path")}: {warning.Text("detail")}");
        }

        return (space, answer);
    }

    private static async Task<int> AcceptedAsync(Invocation run, string space, JsonNode? answer, CancellationToken ct)
    {
        var rollout = answer.Text("rollout");
        if (rollout is not null && run.Get(GlobalOptions.Wait))
        {
            return await RolloutWatchCommand.FollowAsync(run, space, rollout, ct);
        }

        var became = answer.Flag("changed") == false ? "is there already" : "accepted";
        run.Printer.Print(answer, $"application {answer.Text("application")} revision {answer.Text("revision")} {became}: rollout {rollout}");
        return ExitCodes.Ok;
    }

    private static int Changes(Invocation run, JsonNode? answer)
    {
        run.Printer.Print(answer, () =>
        {
            var table = new TextTable("Cluster", "Change", "Kind", "Namespace", "Name", "Fields");
            foreach (var cluster in answer.Items("clusters"))
            {
                foreach (var change in cluster.Items("diff"))
                {
                    table.Add(
                        cluster.Text("cluster"), change.Text("change"), change.Text("kind"), change.Text("namespace"), change.Text("name"), change.Values("fields"));
                }
            }

            return table;
        });
        return ExitCodes.Ok;
    }

    private static string? NamespaceIn(string text, string path) =>
        Input.Documents(text, path).FirstOrDefault(x => x["kind"]?.Text == "Application")?["metadata"]?["namespace"]?.Text;
}
