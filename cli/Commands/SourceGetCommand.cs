using System.CommandLine;
using Platform.Cli.Output;

namespace Platform.Cli.Commands;

/// <summary><c>platform source get APP COMPONENT</c>: the source as a document that <c>source set</c> takes.</summary>
internal static class SourceGetCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var application = new Argument<string>("application");
        var component = new Argument<string>("component");
        return new Command("get", "Shows a component's source as YAML; secrets only by name") { application, component, GlobalOptions.Namespace }
            .Does(surroundings, async (run, ct) =>
            {
                var source = await run.Api.GetAsync(run.Path("sources", run.Get(application), run.Get(component)), ct);
                if (run.Format == OutputFormat.Table)
                    await run.Surroundings.Out.WriteAsync(Yaml.Write(source));
                else
                    run.Printer.Print(source, "");
                return ExitCodes.Ok;
            });
    }
}
