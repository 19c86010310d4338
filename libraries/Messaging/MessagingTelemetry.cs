using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Platform.Messaging;

/// <summary>Names of what this library and the bus report, for OpenTelemetry to listen to.</summary>
public static class MessagingTelemetry
{
    /// <summary>Activity sources: MassTransit's own, and that of the outbox.</summary>
    public static IReadOnlyList<string> Sources { get; } = ["MassTransit", "Platform.Messaging"];

    /// <summary>Meters: MassTransit's own, and that of outbox and sagas.</summary>
    public static IReadOnlyList<string> Meters { get; } = ["MassTransit", "Platform.Messaging"];

    internal static readonly ActivitySource Source = new("Platform.Messaging");
    internal static readonly Meter Meter = new("Platform.Messaging");
    internal static readonly Counter<long> Dispatched =
        Meter.CreateCounter<long>("platform.outbox.dispatched", "{message}", "Messages handed to the broker from outboxes.");
    internal static readonly Counter<long> DispatchFailed =
        Meter.CreateCounter<long>("platform.outbox.failed", "{message}", "Dispatches that failed and are left to the sweeper.");
    internal static readonly UpDownCounter<long> Pending =
        Meter.CreateUpDownCounter<long>("platform.outbox.pending", "{message}", "Messages saved in outboxes and not yet gone from them.");
    internal static readonly Counter<long> Swept =
        Meter.CreateCounter<long>("platform.outbox.swept", "{message}", "Messages found left behind in outboxes.");
    internal static readonly Counter<long> Conflicts =
        Meter.CreateCounter<long>("platform.saga.conflicts", "{conflict}", "Saga writes that met a newer version and were tried again.");
    internal static readonly Counter<long> Repeats =
        Meter.CreateCounter<long>("platform.saga.repeats", "{message}", "Messages a saga had handled before.");
    internal static readonly Counter<long> Redeliveries =
        Meter.CreateCounter<long>("platform.redelivery.scheduled", "{message}", "Failed messages put off for a later delivery.");
}
