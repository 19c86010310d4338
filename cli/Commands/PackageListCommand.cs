using System.CommandLine;
using System.Text.Json.Nodes;
using Platform.Cli.Output;

namespace Platform.Cli.Commands;

/// <summary><c>platform package list APP</c></summary>
internal static class PackageListCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var application = new Argument<string>("application");
        var selector = new Option<string?>("--selector", "-l") { Description = "Only those whose labels match, e.g. team=shop" };
        return new Command("list", "Lists the packages of an application") { application, selector, GlobalOptions.Namespace }.Does(surroundings, async (run, ct) =>
        {
            var query = run.Get(selector) is { } labels ? $"?labelSelector={Uri.EscapeDataString(labels)}" : "";
            var packages = await run.Api.ListAsync(run.Path("packages", run.Get(application)) + query, ct);
            run.Printer.Print(new JsonObject { ["items"] = packages }, () => Table(packages));
            return ExitCodes.Ok;
        });
    }

    private static TextTable Table(JsonArray packages)
    {
        var table = new TextTable("Version", "Tags", "Phase", "Digest", "Components", "Created", "Error");
        foreach (var package in packages)
        {
            var components = string.Join(',', package.Items("components").Select(x => x.Text("component")));
            table.Add(package.Text("version"), package.Values("tags"), package.Text("phase"), package.Digest("digest"), components, package.Time("createdAt"), package.Text("error"));
        }

        return table;
    }
}
