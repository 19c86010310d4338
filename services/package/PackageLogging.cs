namespace Platform.Package;

/// <summary>What the service writes to its log.</summary>
internal static partial class PackageLogging
{
    [LoggerMessage(LogLevel.Warning, "Package {Application} {Version} waits for the artifact store: {Reason}")]
    internal static partial void StoreAway(ILogger logger, string application, string version, string reason);

    [LoggerMessage(LogLevel.Warning, "Package {Application} {Version} was deleted, but its tag could not be taken from the artifact store: {Reason}")]
    internal static partial void TagStayed(ILogger logger, string application, string version, string reason);

    [LoggerMessage(LogLevel.Information, "Package {Application} {Version} outlived its rules of retention and was deleted")]
    internal static partial void Outlived(ILogger logger, string application, string version);

    [LoggerMessage(LogLevel.Information, "The artifact store was freed of {Blobs} blobs, {Bytes} bytes, that nothing refers to")]
    internal static partial void Collected(ILogger logger, int blobs, long bytes);

    [LoggerMessage(LogLevel.Warning, "Packages could not be swept; the next time tries again")]
    internal static partial void SweepBroke(ILogger logger, Exception exception);
}
