using System.CommandLine;

namespace Platform.Cli.Commands;

/// <summary><c>platform source delete APP COMPONENT</c></summary>
internal static class SourceDeleteCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var application = new Argument<string>("application");
        var component = new Argument<string>("component");
        return new Command("delete", "Forgets a component's source; packages made of it stay") { application, component, GlobalOptions.Namespace }
            .Does(surroundings, async (run, ct) =>
            {
                await run.Api.DeleteAsync(run.Path("sources", run.Get(application), run.Get(component)), ct);
                run.Printer.Print(null, $"source of {run.Get(application)}/{run.Get(component)} deleted");
                return ExitCodes.Ok;
            });
    }
}
