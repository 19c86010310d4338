using System.CommandLine;
using System.Text.Json.Nodes;
using Platform.Cli.Progress;

namespace Platform.Cli.Commands;

/// <summary><c>platform status APP</c>: how an application is, on every cluster.</summary>
internal static class StatusCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var application = new Argument<string>("application");
        var watch = new Option<bool>("--watch", "-w") { Description = "Show changes as they happen, until Ctrl-C" };
        return new Command("status", "Shows how an application is") { application, watch, GlobalOptions.Namespace, GlobalOptions.Timeout }
            .Does(surroundings, async (run, ct) =>
            {
                var name = run.Get(application);
                var path = run.Path("applications", name);
                var progress = new ApplicationProgress(name);
                if (run.Get(watch))
                {
                    await new Watch(run).RunAsync(path, progress, run.Timeout(), ct);
                    return ExitCodes.Ok;
                }

                Show(run, await run.Api.GetAsync(path, ct), progress);
                return ExitCodes.Ok;
            });
    }

    private static void Show(Invocation run, JsonObject application, ApplicationProgress progress)
    {
        run.Printer.Print(application, progress.Headline(application));
        if (run.Format == Output.OutputFormat.Table)
        {
            run.Printer.Print(ApplicationProgress.Services(application));
        }
    }
}
