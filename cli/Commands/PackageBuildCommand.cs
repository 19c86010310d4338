using System.CommandLine;
using System.Text.Json.Nodes;
using Platform.Cli.Output;
using Platform.Cli.Progress;

namespace Platform.Cli.Commands;

/// <summary><c>platform package build APP VERSION</c>: builds and packages all components.</summary>
internal static class PackageBuildCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var application = new Argument<string>("application");
        var version = new Argument<string>("version") { Description = "A semantic version" };
        return new Command("build", "Builds and packages all components of an application")
        {
            application, version, GlobalOptions.Namespace, GlobalOptions.Label, GlobalOptions.Wait, GlobalOptions.Timeout,
        }.Does(surroundings, async (run, ct) =>
        {
            var (name, number) = (run.Get(application), run.Get(version));
            var body = new JsonObject { ["version"] = number, ["labels"] = Input.Pairs("--label", run.Get(GlobalOptions.Label)!, x => x) };
            var package = await run.Api.PostAsync(run.Path("packages", name), body, ct);
            if (!run.Get(GlobalOptions.Wait))
            {
                run.Printer.Print(package, $"package {name}:{number} requested");
                return ExitCodes.Ok;
            }

            var progress = new PackageProgress(name, number);
            var ended = await new Watch(run).RunAsync(run.Path("packages", name, number), progress, run.Timeout(), ct);
            if (run.Format != OutputFormat.Table)
            {
                run.Printer.Print(ended, "");
            }

            return ended.Text("phase") == "succeeded" ? ExitCodes.Ok : ExitCodes.Failed;
        });
    }
}
