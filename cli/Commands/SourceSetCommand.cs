using System.CommandLine;
using System.Text.Json.Nodes;

namespace Platform.Cli.Commands;

/// <summary><c>platform source set APP COMPONENT</c>: says where a component comes from.</summary>
internal static class SourceSetCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var application = new Argument<string>("application");
        var component = new Argument<string>("component");
        var file = new Option<string?>("--file", "-f") { Description = "The source as YAML or JSON; - is standard input" };
        var image = new Option<string?>("--image") { Description = "Instead of a file: an existing image" };
        var type = new Option<string>("--type") { Description = "With --image: the component's type", DefaultValueFactory = _ => "webservice" };
        return new Command("set", "Registers or replaces a component's source") { application, component, file, image, type, GlobalOptions.Namespace }
            .Does(surroundings, async (run, ct) =>
            {
                var path = run.Path("sources", run.Get(application), run.Get(component));
                var source = (run.Get(file), run.Get(image)) switch
                {
                    ({ } f, null) => await run.Api.PutYamlAsync(path, await Input.ReadAsync(f, surroundings, ct), ct),
                    (null, { } reference) => await run.Api.PutAsync(
                        path, new JsonObject { ["type"] = run.Get(type), ["image"] = new JsonObject { ["ref"] = reference } }, ct),
                    _ => throw new CommandFailure(ExitCodes.BadInput, "Give the source with --file, or an image with --image."),
                };
                run.Printer.Print(source, $"source of {run.Get(application)}/{run.Get(component)} set");
                return ExitCodes.Ok;
            });
    }
}
