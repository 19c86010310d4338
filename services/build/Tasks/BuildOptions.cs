using System.ComponentModel.DataAnnotations;

namespace Platform.Build.Tasks;

/// <summary>How much and how long is built (configuration section <c>Build</c>).</summary>
internal sealed class BuildOptions
{
    public const string Section = "Build";

    /// <summary>Builds at the same time in this process.</summary>
    [Range(1, 64)]
    public int Concurrency { get; set; } = Math.Max(2, Environment.ProcessorCount);

    /// <summary>How long one build may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a worker has a task without being heard of.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a task is taken up before it is given up: a build that kills its worker would go round for ever.</summary>
    [Range(1, 100)]
    public int MaxRuns { get; set; } = 5;
}
