using System.CommandLine;
using System.Text.Json.Nodes;
using Platform.Cli.Output;
using Spectre.Console;

namespace Platform.Cli.Commands;

/// <summary><c>platform diff -f F</c>: what submitting an Application would change on which cluster, field by field.</summary>
internal static class DiffCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var file = new Option<string>("--file", "-f") { Description = "The Application as YAML or JSON; - is standard input", Required = true };
        var strict = new Option<bool>("--strict") { Description = "Take warnings (unknown properties) as faults" };
        var objects = new Option<bool>("--objects") { Description = "Also print objects that would be created" };
        var exitCode = new Option<bool>("--exit-code") { Description = "End with 1 when something would change" };
        return new Command("diff", "Says what an application would change, field by field") { file, strict, objects, exitCode, GlobalOptions.Namespace }
            .Does(surroundings, async (run, ct) =>
            {
                var (_, answer) = await ApplyCommand.SubmitAsync(run, run.Get(file)!, dryRun: true, run.Get(strict), ct);
                var lines = new DiffLines(run.Get(objects));
                foreach (var cluster in answer.Items("clusters"))
                {
                    lines.Add(cluster);
                }

                lines.AddTotal();
                if (run.Format == OutputFormat.Table)
                {
                    Print(surroundings, lines);
                }
                else
                {
                    run.Printer.Print(answer, "");
                }

                return run.Get(exitCode) && lines.Changes > 0 ? ExitCodes.Failed : ExitCodes.Ok;
            });
    }

    private static void Print(Surroundings surroundings, DiffLines lines)
    {
        foreach (var (text, colour) in lines.All)
        {
            if (surroundings.Terminal is { } terminal)
            {
                terminal.WriteLine(text, colour is { } given ? new Style(given) : Style.Plain);
            }
            else
            {
                surroundings.Out.WriteLine(text);
            }
        }
    }
}
