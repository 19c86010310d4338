using System.CommandLine;
using System.Text.Json.Nodes;
using Platform.Health;
using Platform.Oam.Documents;

namespace Platform.Cli.Commands;

/// <summary>
/// <c>platform health -f object.yaml</c>: the health of a live object on the first line (<c>none</c>: its kind has no rule), what it says
/// about it below. Needs no server.
/// </summary>
internal static class HealthCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var file = new Option<string>("--file", "-f") { Description = "Live objects as YAML or JSON, with their status; - is standard input", Required = true };
        return new Command("health", "Prints the health of a live object; needs no server") { file }.Does(surroundings, async (run, ct) =>
        {
            var path = run.Get(file)!;
            var documents = Input.Documents(await Input.ReadAsync(path, surroundings, ct), path);
            if (documents.FirstOrDefault(x => x["kind"]?.Text is null || x["apiVersion"]?.Text is null) is { } other)
            {
                throw new CommandFailure(ExitCodes.BadInput, $"{path}, line {other.Line ?? 1}: a Kubernetes object is expected, with apiVersion and kind.");
            }

            foreach (var document in documents)
            {
                Print(run, document, documents.Count > 1);
            }

            return ExitCodes.Ok;
        });
    }

    private static void Print(Invocation run, DocumentNode document, bool several)
    {
        var report = HealthRules.Of(document.ToJson());
        var status = report.Status?.ToString() ?? "none";
        var name = several ? $"{document["kind"]!.Text}/{document["metadata"]?["name"]?.Text}: " : "";
        var message = string.IsNullOrEmpty(report.Message) ? "" : "\n" + report.Message;
        run.Printer.Print(new JsonObject { ["health"] = status, ["message"] = report.Message }, name + status + message);
    }
}
