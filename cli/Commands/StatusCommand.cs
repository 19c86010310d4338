using System.CommandLine;
using System.Text.Json.Nodes;
using Platform.Cli.Output;
using Platform.Cli.Progress;

namespace Platform.Cli.Commands;

/// <summary><c>platform status APP</c>: how an application is, on every cluster.</summary>
internal static class StatusCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var application = new Argument<string>("application");
        var watch = new Option<bool>("--watch", "-w") { Description = "Show changes as they happen, until Ctrl-C" };
        var tree = new Option<bool>("--tree") { Description = "Show every object on every cluster, with what controllers made of it" };
        var timeline = new Option<bool>("--timeline") { Description = "Show what happened to it, the newest first" };
        return new Command("status", "Shows how an application is") { application, watch, tree, timeline, GlobalOptions.Namespace, GlobalOptions.Timeout }
            .Does(surroundings, async (run, ct) =>
            {
                var name = run.Get(application);
                var path = run.Path("applications", name);
                var progress = new ApplicationProgress(name);
                if (run.Get(tree))
                {
                    var resources = await run.Api.GetAsync(run.Path("applications", name, "resources"), ct);
                    run.Printer.Print(resources, ResourceTree.Lines(resources, TimeProvider.System.GetUtcNow()));
                    return ExitCodes.Ok;
                }

                if (run.Get(timeline))
                {
                    var happened = await run.Api.GetAsync(run.Path("applications", name, "timeline"), ct);
                    run.Printer.Print(happened, () => Timeline(happened));
                    return ExitCodes.Ok;
                }

                if (run.Get(watch))
                {
                    await new Watch(run).RunAsync(path, progress, run.Timeout(), ct);
                    return ExitCodes.Ok;
                }

                Show(run, await run.Api.GetAsync(path, ct), progress);
                return ExitCodes.Ok;
            });
    }

    private static TextTable Timeline(JsonObject happened)
    {
        var table = new TextTable("Time", "Event", "Revision", "Message");
        foreach (var entry in happened.Items("items"))
        {
            table.Add(entry.Time("time"), entry.Text("event"), entry.Text("revision"), entry.Text("message"));
        }

        return table;
    }

    private static void Show(Invocation run, JsonObject application, ApplicationProgress progress)
    {
        run.Printer.Print(application, progress.Headline(application));
        if (run.Format == OutputFormat.Table)
        {
            run.Printer.Print(ApplicationProgress.Services(application));
        }
    }
}
