using System.CommandLine;

namespace Platform.Cli.Commands;

/// <summary><c>platform package tag APP VERSION TAG</c>: lets a name such as latest lead to a package; <c>--remove</c> takes it away.</summary>
internal static class PackageTagCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var application = new Argument<string>("application");
        var version = new Argument<string>("version");
        var tag = new Argument<string>("tag") { Description = "A name such as latest or stable" };
        var remove = new Option<bool>("--remove") { Description = "Take the tag away from this version" };
        return new Command("tag", "Lets a name lead to a package, wherever it led before") { application, version, tag, remove, GlobalOptions.Namespace }
            .Does(surroundings, async (run, ct) =>
            {
                var (app, number, name) = (run.Get(application), run.Get(version), run.Get(tag));
                var path = run.Path("packages", app, number, "tags", name);
                if (run.Get(remove))
                {
                    await run.Api.DeleteAsync(path, ct);
                    run.Printer.Print(null, $"tag {name} taken away from {app}:{number}");
                }
                else
                {
                    run.Printer.Print(await run.Api.PutAsync(path, null, ct), $"tag {name} leads to {app}:{number}");
                }

                return ExitCodes.Ok;
            });
    }
}
