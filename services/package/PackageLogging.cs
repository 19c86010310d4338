namespace Platform.Package;

/// <summary>What the service writes to its log.</summary>
internal static partial class PackageLogging
{
    [LoggerMessage(LogLevel.Warning, "Package {Application} {Version} waits for the artifact store: {Reason}")]
    internal static partial void StoreAway(ILogger logger, string application, string version, string reason);

    [LoggerMessage(LogLevel.Warning, "Package {Application} {Version} was deleted, but its tag could not be taken from the artifact store: {Reason}")]
    internal static partial void TagStayed(ILogger logger, string application, string version, string reason);
}
