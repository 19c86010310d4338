using System.CommandLine;

namespace Platform.Cli.Commands;

/// <summary><c>platform package delete APP VERSION</c></summary>
internal static class PackageDeleteCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var application = new Argument<string>("application");
        var version = new Argument<string>("version");
        return new Command("delete", "Deletes a package that no application uses") { application, version, GlobalOptions.Namespace }
            .Does(surroundings, async (run, ct) =>
            {
                await run.Api.DeleteAsync(run.Path("packages", run.Get(application), run.Get(version)), ct);
                run.Printer.Print(null, $"package {run.Get(application)}:{run.Get(version)} deleted");
                return ExitCodes.Ok;
            });
    }
}
