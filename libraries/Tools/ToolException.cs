namespace Platform.Tools;

/// <summary>A program did not do what was asked. The message is for a person and holds what the program said last.</summary>
public sealed class ToolException(ToolFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What happened.</summary>
    public ToolFailure Failure { get; } = failure;
}
