using System.CommandLine;
using System.CommandLine.Invocation;
using Platform.Cli.Commands;

namespace Platform.Cli;

/// <summary>The command line as a whole.</summary>
internal static class PlatformCommand
{
    public static async Task<int> RunAsync(string[] args, Surroundings surroundings, CancellationToken ct)
    {
        var parsed = Create(surroundings).Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var error in parsed.Errors)
            {
                await surroundings.Error.WriteLineAsync(error.Message);
            }

            await surroundings.Error.WriteLineAsync($"See: {string.Join(' ', Path(parsed))} --help");
            return ExitCodes.BadInput;
        }

        try
        {
            var configuration = new InvocationConfiguration
            {
                Output = surroundings.Out,
                Error = surroundings.Error,
                EnableDefaultExceptionHandler = false,
            };
            return await parsed.InvokeAsync(configuration, ct);
        }
        catch (CommandFailure failure)
        {
            await surroundings.Error.WriteLineAsync(failure.Message);
            return failure.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
    }

    private static RootCommand Create(Surroundings surroundings)
    {
        var root = new RootCommand("Builds, packages, delivers and watches applications on many clusters.")
        {
            GlobalOptions.Output,
            GlobalOptions.Url,
        };
        root.Add(new Command("cluster", "Clusters the platform delivers to")
        {
            ClusterAddCommand.Create(surroundings),
            ClusterListCommand.Create(surroundings),
        });
        root.Add(SourceCommands.Create(surroundings));
        root.Add(PackageCommands.Create(surroundings));
        root.Add(ApplyCommand.Create(surroundings));
        root.Add(DiffCommand.Create(surroundings));
        root.Add(StatusCommand.Create(surroundings));
        root.Add(RolloutCommands.Create(surroundings));
        root.Add(RenderCommand.Create(surroundings));
        root.Add(HealthCommand.Create(surroundings));
        return root;
    }

    private static Stack<string> Path(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var command = parsed.CommandResult; command is not null; command = command.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Push(command.Parent is null ? "platform" : command.Command.Name);
        }

        return names;
    }
}
