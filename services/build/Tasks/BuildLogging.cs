namespace Platform.Build.Tasks;

/// <summary>What the service writes to its own log; a build's log is elsewhere (<see cref="Logs.BuildLogs"/>).</summary>
internal static partial class BuildLogging
{
    [LoggerMessage(LogLevel.Error, "The run of build task {Task} broke; it is taken up again when its lease has run out")]
    internal static partial void RunBroke(ILogger logger, Exception exception, Guid task);

    [LoggerMessage(LogLevel.Error, "Build task {Task} of component {Component} broke")]
    internal static partial void BuildBroke(ILogger logger, Exception exception, Guid task, string component);

    [LoggerMessage(LogLevel.Warning, "Build task {Task} of component {Component} was taken over by another worker")]
    internal static partial void LeaseLost(ILogger logger, Guid task, string component);
}
