namespace Platform.Sandbox.Behaviour;

/// <summary>What the Pods that match shall do. Absent conditions match everything; absent effects leave what was so.</summary>
public sealed record PodRule
{
    public string? Namespace { get; init; }

    /// <summary>The Pod's name starts so (`web-` is every Pod of the Deployment web).</summary>
    public string? NamePrefix { get; init; }

    /// <summary>One of its images contains this.</summary>
    public string? Image { get; init; }

    public PodOutcome? Outcome { get; init; }

    /// <summary>From being scheduled until it runs.</summary>
    public double? StartMilliseconds { get; init; }

    /// <summary>From running until it has succeeded, for Pods that may end.</summary>
    public double? DurationMilliseconds { get; init; }
}
