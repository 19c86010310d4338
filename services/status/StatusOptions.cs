using Platform.Notifications;

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

    /// <summary>How often a process says that it lives and looks who else does.</summary>
    public TimeSpan LeaseBeat { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a process may be silent before others take its clusters.</summary>
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Shortest time between two announcements that differ in their words only.</summary>
    public TimeSpan WordsPause { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long drift has to last before it is announced: a rollout's inventory may be on its way.</summary>
    public TimeSpan DriftPause { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long events are kept.</summary>
    public TimeSpan EventAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How many events are kept.</summary>
    public long EventCount { get; set; } = 200_000;

    /// <summary>How long an application's timeline goes back.</summary>
    public TimeSpan TimelineAge { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How many entries a timeline has at most.</summary>
    public int TimelineCount { get; set; } = 1000;

    /// <summary>Where mail to subscribers is handed in; without a host none is sent.</summary>
    public MailServer Mail { get; set; } = new();

    /// <summary>How often a notification is tried before it is given up.</summary>
    public int NotificationAttempts { get; set; } = 12;

    /// <summary>Pause before the second try; it doubles.</summary>
    public TimeSpan NotificationPause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest such pause.</summary>
    public TimeSpan NotificationPauseLongest { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Notifications may go to private networks and to this machine.</summary>
    public bool NotifyPrivateAddresses { get; set; }

    /// <summary>How often a quiet stream of events says that it is there.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How many may read the stream of events of one process at once.</summary>
    public int EventReaders { get; set; } = 5000;

    /// <summary>How long a reader of events may take nothing before it is cut.</summary>
    public TimeSpan SlowReader { get; set; } = TimeSpan.FromSeconds(30);
}
