using System.CommandLine;
using System.Text.Json.Nodes;
using Platform.Cli.Output;

namespace Platform.Cli.Commands;

/// <summary><c>platform cluster list</c></summary>
internal static class ClusterListCommand
{
    public static Command Create(Surroundings surroundings) => new Command("list", "Lists the clusters").Does(surroundings, async (run, ct) =>
    {
        var clusters = await run.Api.ListAsync("clusters", ct);
        run.Printer.Print(new JsonObject { ["items"] = clusters }, () => Table(clusters));
        return ExitCodes.Ok;
    });

    private static TextTable Table(JsonArray clusters)
    {
        var table = new TextTable("Name", "Version", "Reachable", "Last seen", "Labels", "Message");
        foreach (var cluster in clusters)
        {
            var reachable = cluster.Flag("reachable") switch { true => "yes", false => "no", _ => "unknown" };
            table.Add(
                cluster.Text("name"), cluster.Text("version"), reachable, cluster.Time("lastSeen"), cluster.Pairs("labels"), cluster.Text("message"));
        }

        return table;
    }
}
