using System.CommandLine;

namespace Platform.Cli;

/// <summary>How commands are put together.</summary>
internal static class CommandExtensions
{
    public static Command Does(this Command command, Surroundings surroundings, Func<Invocation, CancellationToken, Task<int>> work)
    {
        command.SetAction(async (parsed, ct) =>
        {
            using var invocation = new Invocation(parsed, surroundings);
            return await work(invocation, ct);
        });
        return command;
    }
}
