namespace Platform.Sandbox.Behaviour;

/// <summary>A cluster's behaviour as the admin API reads and writes it; what is absent stays.</summary>
internal sealed record BehaviourSettings
{
    public double? PodStartMilliseconds { get; init; }
    public double? PodStopMilliseconds { get; init; }
    public double? JobDurationMilliseconds { get; init; }
    public double? ProvisioningMilliseconds { get; init; }
    public double? BackoffMilliseconds { get; init; }
    public bool? LoadBalancers { get; init; }
    public bool? Metrics { get; init; }
    public IReadOnlyList<PodRule>? Rules { get; init; }

    public static BehaviourSettings Of(ClusterBehaviour b) => new()
    {
        PodStartMilliseconds = b.PodStart.TotalMilliseconds,
        PodStopMilliseconds = b.PodStop.TotalMilliseconds,
        JobDurationMilliseconds = b.JobDuration.TotalMilliseconds,
        ProvisioningMilliseconds = b.Provisioning.TotalMilliseconds,
        BackoffMilliseconds = b.Backoff.TotalMilliseconds,
        LoadBalancers = b.HasLoadBalancers,
        Metrics = b.HasMetrics,
        Rules = b.Rules,
    };

    /// <summary>Throws <see cref="ArgumentException"/> for times that are none, before anything is changed.</summary>
    public void ApplyTo(ClusterBehaviour b)
    {
        var times = new (string Name, double? Value, Action<TimeSpan> Set)[]
        {
            ("podStartMilliseconds", PodStartMilliseconds, t => b.PodStart = t),
            ("podStopMilliseconds", PodStopMilliseconds, t => b.PodStop = t),
            ("jobDurationMilliseconds", JobDurationMilliseconds, t => b.JobDuration = t),
            ("provisioningMilliseconds", ProvisioningMilliseconds, t => b.Provisioning = t),
            ("backoffMilliseconds", BackoffMilliseconds, t => b.Backoff = t),
        };
        foreach (var (name, value, _) in times)
            if (value is not (null or >= 0 and <= 86_400_000)) throw new ArgumentException($"{name} must be between 0 and 86400000");
        foreach (var (_, value, set) in times)
            if (value is { } time) set(TimeSpan.FromMilliseconds(time));
        b.HasLoadBalancers = LoadBalancers ?? b.HasLoadBalancers;
        b.HasMetrics = Metrics ?? b.HasMetrics;
        b.Rules = Rules ?? b.Rules;
    }
}
