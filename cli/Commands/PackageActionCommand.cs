using System.CommandLine;

namespace Platform.Cli.Commands;

/// <summary><c>platform package cancel|retry APP VERSION</c></summary>
internal static class PackageActionCommand
{
    public static Command Create(Surroundings surroundings, string name, string description, string done)
    {
        var application = new Argument<string>("application");
        var version = new Argument<string>("version");
        return new Command(name, description) { application, version, GlobalOptions.Namespace, GlobalOptions.Wait, GlobalOptions.Timeout }
            .Does(surroundings, async (run, ct) =>
            {
                var (app, number) = (run.Get(application), run.Get(version));
                var package = await run.Api.PostAsync(run.Path("packages", app, number, name), null, ct);
                if (run.Get(GlobalOptions.Wait))
                    return await PackageBuildCommand.FollowAsync(run, app, number, ct);
                run.Printer.Print(package, $"package {app}:{number} is being {done}");
                return ExitCodes.Ok;
            });
    }
}
