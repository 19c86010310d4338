using System.CommandLine;

namespace Platform.Cli.Commands;

/// <summary><c>platform source …</c></summary>
internal static class SourceCommands
{
    public static Command Create(Surroundings surroundings) => new("source", "Where components come from")
    {
        SourceSetCommand.Create(surroundings),
        SourceListCommand.Create(surroundings),
        SourceGetCommand.Create(surroundings),
        SourceDeleteCommand.Create(surroundings),
    };
}
