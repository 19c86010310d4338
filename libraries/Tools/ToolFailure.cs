namespace Platform.Tools;

/// <summary>Why a program's run is no success.</summary>
public enum ToolFailure
{
    /// <summary>It could not be started.</summary>
    NotStarted,

    /// <summary>It took longer than it may and was killed.</summary>
    TimedOut,

    /// <summary>It printed more than it may and was killed.</summary>
    TooMuchOutput,

    /// <summary>It ended with another exit code than 0.</summary>
    Failed,
}
