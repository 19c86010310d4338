namespace Platform.Status;

/// <summary>How Status watches and remembers; configuration section <c>Status</c>.</summary>
internal sealed class StatusOptions
{
    public const string Section = "Status";

    /// <summary>How long a cluster may be silent before what it runs is Unknown.</summary>
    public TimeSpan UnreachableAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest pause between attempts to reach a cluster that does not answer.</summary>
    public TimeSpan ProbePause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the store is looked at for inventories that another process wrote.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often a process says that it still watches a cluster.</summary>
    public TimeSpan LeaseBeat { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a process may be silent before another takes its clusters.</summary>
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Shortest time between two announcements that differ in their words only.</summary>
    public TimeSpan WordsPause { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long events are kept.</summary>
    public TimeSpan EventAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How many events are kept.</summary>
    public long EventCount { get; set; } = 200_000;

    /// <summary>How often a quiet stream of events says that it is there.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a reader of events may take nothing before it is cut.</summary>
    public TimeSpan SlowReader { get; set; } = TimeSpan.FromSeconds(30);
}
