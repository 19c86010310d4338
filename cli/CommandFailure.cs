namespace Platform.Cli;

/// <summary>Ends a command with a message for the user.</summary>
internal class CommandFailure(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;
}
