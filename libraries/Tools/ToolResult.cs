namespace Platform.Tools;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code; 128 and the signal's number when a signal ended it.</param>
/// <param name="Output">What it printed on standard output; empty when its lines were streamed.</param>
/// <param name="Errors">The end of what it printed on standard error (when streamed: of both).</param>
public sealed record ToolResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Throws <see cref="ToolException"/> with what the program said last, unless it ended well.</summary>
    public ToolResult OrThrow(string what)
    {
        if (ExitCode == 0)
            return this;
        var said = Errors.Trim() is { Length: > 0 } errors ? errors : Output.Trim();
        throw new ToolException(ToolFailure.Failed, $"{what} failed with exit code {ExitCode}{(said.Length > 0 ? $": {said}" : ".")}");
    }
}
