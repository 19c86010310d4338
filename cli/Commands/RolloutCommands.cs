using System.CommandLine;

namespace Platform.Cli.Commands;

/// <summary><c>platform rollout …</c></summary>
internal static class RolloutCommands
{
    public static Command Create(Surroundings surroundings) => new("rollout", "Runs of applications' workflows")
    {
        RolloutListCommand.Create(surroundings),
        RolloutWatchCommand.Create(surroundings),
        RolloutActionCommand.Create(surroundings, "approve", "resume", "Lets a suspended rollout go on", "goes on"),
        RolloutActionCommand.Create(surroundings, "reject", "reject", "Ends a rollout that waits for approval", "is rejected"),
        RolloutActionCommand.Create(surroundings, "cancel", "cancel", "Ends a rollout; what was applied stays", "is being cancelled"),
        RolloutActionCommand.Create(surroundings, "retry", "retry", "Runs what failed once more", "is tried again"),
        RolloutRollbackCommand.Create(surroundings),
    };
}
