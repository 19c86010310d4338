using System.CommandLine;
using System.Text.Json.Nodes;
using Platform.Cli.Output;

namespace Platform.Cli.Commands;

/// <summary><c>platform package get APP VERSION</c>: a package with its components; a tag may stand for the version.</summary>
internal static class PackageGetCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var application = new Argument<string>("application");
        var version = new Argument<string>("version") { Description = "A version, or a tag such as latest" };
        return new Command("get", "Shows a package and its components") { application, version, GlobalOptions.Namespace }.Does(surroundings, async (run, ct) =>
        {
            var package = await run.Api.GetAsync(run.Path("packages", run.Get(application), run.Get(version)), ct);
            if (run.Format == OutputFormat.Table)
                await WriteHeadAsync(run, package);
            run.Printer.Print(package, () => Table(package));
            return ExitCodes.Ok;
        });
    }

    private static async Task WriteHeadAsync(Invocation run, JsonObject package)
    {
        var output = run.Surroundings.Out;
        await output.WriteLineAsync($"package {package.Text("application")}:{package.Text("version")}: {package.Text("phase")}");
        foreach (var (name, value) in (IEnumerable<(string, string?)>)
            [("reference", package.Text("reference")), ("tags", package.Values("tags")), ("labels", package.Pairs("labels")), ("error", package.Text("error"))])
        {
            if (!string.IsNullOrEmpty(value))
                await output.WriteLineAsync($"{name}: {value}");
        }
    }

    private static TextTable Table(JsonObject package)
    {
        var table = new TextTable("Component", "Type", "Phase", "Digest", "Reused", "Duration", "Images", "Error");
        foreach (var component in package.Items("components"))
        {
            table.Add(
                component.Text("component"), component.Text("type"), component.Text("phase"), component.Digest("digest"),
                component.Flag("reused") == true ? "yes" : "no", component.Text("duration"), component.Values("images"), component.Text("error"));
        }

        return table;
    }
}
