using System.CommandLine;

namespace Platform.Cli.Commands;

/// <summary><c>platform package …</c></summary>
internal static class PackageCommands
{
    public static Command Create(Surroundings surroundings) => new("package", "Application packages")
    {
        PackageListCommand.Create(surroundings),
        PackageBuildCommand.Create(surroundings),
        PackageGetCommand.Create(surroundings),
        PackageLogCommand.Create(surroundings),
        PackageActionCommand.Create(surroundings, "cancel", "Ends the builds of a package", "cancelled"),
        PackageActionCommand.Create(surroundings, "retry", "Builds again what failed or was cancelled", "tried again"),
        PackageDeleteCommand.Create(surroundings),
        PackageTagCommand.Create(surroundings),
    };
}
