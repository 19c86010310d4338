using System.Diagnostics.Metrics;

namespace Platform.Status;

/// <summary>What Status reports of itself, for OpenTelemetry to listen to.</summary>
internal static class StatusMetrics
{
    private static readonly Meter Meter = new("Platform.Status");

    /// <summary>Live objects kept.</summary>
    public static readonly UpDownCounter<long> Objects = Meter.CreateUpDownCounter<long>("platform.status.objects", "{object}", "Live objects watched by this process.");

    /// <summary>Clusters this process watches.</summary>
    public static readonly UpDownCounter<long> Clusters = Meter.CreateUpDownCounter<long>("platform.status.clusters", "{cluster}", "Clusters watched by this process.");

    /// <summary>Of those, the ones that do not answer.</summary>
    public static readonly UpDownCounter<long> Unreachable = Meter.CreateUpDownCounter<long>("platform.status.unreachable", "{cluster}", "Watched clusters that do not answer.");

    /// <summary>From a change being read off its watch to its being judged and told.</summary>
    public static readonly Histogram<double> WatchLag = Meter.CreateHistogram<double>("platform.status.watch.lag", "s", "From a change read off its watch to its being told.");

    /// <summary>Objects found changed or deleted by others.</summary>
    public static readonly Counter<long> Drifts = Meter.CreateCounter<long>("platform.status.drifts", "{object}", "Objects found changed or deleted by others.");

    /// <summary>Readers of the event stream.</summary>
    public static readonly UpDownCounter<long> Readers = Meter.CreateUpDownCounter<long>("platform.events.readers", "{reader}", "Open event streams.");

    /// <summary>Readers cut because they took nothing.</summary>
    public static readonly Counter<long> SlowReaders = Meter.CreateCounter<long>("platform.events.slow_readers", "{reader}", "Event streams cut because their reader took nothing.");

    /// <summary>Notifications tried, by what came of it.</summary>
    public static readonly Counter<long> Notifications = Meter.CreateCounter<long>("platform.notifications", "{notification}", "Notifications tried, by outcome.");
}
