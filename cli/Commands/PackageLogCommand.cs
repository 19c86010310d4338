using System.CommandLine;

namespace Platform.Cli.Commands;

/// <summary><c>platform package log APP VERSION [--follow]</c>: what the builds of a package printed, or print.</summary>
internal static class PackageLogCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var application = new Argument<string>("application");
        var version = new Argument<string>("version");
        var follow = new Option<bool>("--follow") { Description = "Stay until the builds have ended" };
        var component = new Option<string?>("--component") { Description = "Only this component" };
        return new Command("log", "Prints the build log of a package") { application, version, follow, component, GlobalOptions.Namespace }
            .Does(surroundings, async (run, ct) =>
            {
                var query = (run.Get(follow) ? "?follow=true" : "?follow=false") + (run.Get(component) is { } one ? $"&component={Uri.EscapeDataString(one)}" : "");
                await foreach (var line in run.Api.LinesAsync(run.Path("packages", run.Get(application), run.Get(version), "log") + query, ct))
                    await run.Surroundings.Out.WriteLineAsync(line);
                return ExitCodes.Ok;
            });
    }
}
