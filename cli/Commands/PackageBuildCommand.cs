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
        var tag = new Option<string[]>("--tag") { Description = "A name that shall lead to it, such as latest; several times for several", DefaultValueFactory = _ => [] };
        var force = new Option<bool>("--force") { Description = "Build also what an equal build exists of" };
        return new Command("build", "Builds and packages all components of an application")
        {
            application, version, tag, force, GlobalOptions.Namespace, GlobalOptions.Label, GlobalOptions.Wait, GlobalOptions.Timeout,
        }.Does(surroundings, async (run, ct) =>
        {
            var (name, number) = (run.Get(application), run.Get(version));
            var body = new JsonObject { ["version"] = number, ["labels"] = Input.Pairs("--label", run.Get(GlobalOptions.Label)!, x => x) };
            if (run.Get(tag) is { Length: > 0 } tags)
                body["tags"] = new JsonArray([.. tags.Select(x => JsonValue.Create(x))]);
            if (run.Get(force))
                body["force"] = true;
            var package = await run.Api.PostAsync(run.Path("packages", name), body, ct);
            if (run.Get(GlobalOptions.Wait))
                return await FollowAsync(run, name, number, ct);
            run.Printer.Print(package, $"package {name}:{number} requested");
            return ExitCodes.Ok;
        });
    }

    /// <summary>Follows a package to its end: 0 when it succeeded, 1 when it ended in any other way.</summary>
    public static async Task<int> FollowAsync(Invocation run, string application, string version, CancellationToken ct)
    {
        var ended = await new Watch(run).RunAsync(run.Path("packages", application, version), new PackageProgress(application, version), run.Timeout(), ct);
        if (run.Format != OutputFormat.Table)
            run.Printer.Print(ended, "");
        return ended.Text("phase") == "succeeded" ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
