using System.Diagnostics.Metrics;

namespace Platform.Deploy;

/// <summary>What Deploy reports of itself, for OpenTelemetry to listen to.</summary>
internal static class DeployMetrics
{
    private static readonly Meter Meter = new("Platform.Deploy");

    /// <summary>Objects applied, by what came of it.</summary>
    public static readonly Counter<long> Applies = Meter.CreateCounter<long>("platform.deploy.applies", "{object}", "Objects applied to clusters, by outcome.");

    /// <summary>How long the apply of one object took.</summary>
    public static readonly Histogram<double> ApplyTime = Meter.CreateHistogram<double>("platform.deploy.apply.duration", "s", "Duration of the apply of one object.");

    /// <summary>Parts that wait in this process.</summary>
    public static readonly UpDownCounter<long> Waiting = Meter.CreateUpDownCounter<long>("platform.deploy.pool.waiting", "{part}", "Parts that wait in memory for a worker or for a slot of their cluster.");

    /// <summary>Rollouts under way.</summary>
    public static readonly Gauge<long> Rollouts = Meter.CreateGauge<long>("platform.deploy.rollouts", "{rollout}", "Rollouts under way, by phase.");

    /// <summary>Age of the oldest of them.</summary>
    public static readonly Gauge<double> OldestRollout = Meter.CreateGauge<double>("platform.deploy.rollouts.oldest", "s", "Age of the oldest rollout under way, by phase.");

    /// <summary>Clusters that are left alone for now.</summary>
    public static readonly Gauge<long> Breakers = Meter.CreateGauge<long>("platform.deploy.breakers.open", "{cluster}", "Clusters whose breaker is open.");

    /// <summary>Objects changed back.</summary>
    public static readonly Counter<long> Repairs = Meter.CreateCounter<long>("platform.deploy.repairs", "{object}", "Objects that had drifted and were changed back.");
}
