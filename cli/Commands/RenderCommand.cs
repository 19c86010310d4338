using System.CommandLine;
using System.Text.Json.Nodes;
using Platform.Cli.Output;
using Platform.Cli.Rendering;
using Platform.Oam;

namespace Platform.Cli.Commands;

/// <summary>
/// <c>platform render -f app.yaml</c>: the objects of the application itself, before overrides and topology; with <c>--cluster-file</c>
/// what its workflow brings to that cluster. Needs no server.
/// </summary>
internal static class RenderCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var file = new Option<string>("--file", "-f") { Description = "The Application as YAML or JSON; - is standard input", Required = true };
        var clusterFile = new Option<string?>("--cluster-file")
        {
            Description = "A cluster as YAML: {name, labels, params, namespaceDefault}; then overrides and topology hold",
        };
        var strict = new Option<bool>("--strict") { Description = "Take warnings (unknown properties) as faults" };
        return new Command("render", "Prints the objects of an application; needs no server") { file, clusterFile, strict, GlobalOptions.Namespace }
            .Does(surroundings, async (run, ct) =>
            {
                var path = run.Get(file)!;
                var parsed = ApplicationParser.Parse(await Input.ReadAsync(path, surroundings, ct), run.NamespaceAsked);
                var cluster = run.Get(clusterFile) is { } facts
                    ? ClusterFile.Read(await Input.ReadAsync(facts, surroundings, ct), facts)
                    : null;
                var rendering = OfflineRendering.Run(parsed, cluster, run.Get(strict));
                foreach (var warning in rendering.Warnings)
                {
                    run.Printer.Warn($"{path}: {warning}");
                }

                foreach (var fault in rendering.Faults)
                {
                    await surroundings.Error.WriteLineAsync($"{path}: {fault}");
                }

                if (rendering.Faults.Count > 0)
                {
                    return ExitCodes.BadInput;
                }

                Print(run, rendering.Objects);
                return ExitCodes.Ok;
            });
    }

    private static void Print(Invocation run, IReadOnlyList<RenderedObject> objects)
    {
        if (run.Format == OutputFormat.Json)
        {
            run.Printer.Print(new JsonArray([.. objects.Select(x => x.Manifest.DeepClone())]), "");
            return;
        }

        foreach (var item in objects)
        {
            run.Surroundings.Out.Write("---\n" + Yaml.Write(item.Manifest));
        }
    }
}
