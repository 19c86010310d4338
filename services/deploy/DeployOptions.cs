using System.ComponentModel.DataAnnotations;
using Platform.Network;

namespace Platform.Deploy;

/// <summary>Limits and patience of the Deploy service, configuration section <c>Deploy</c>. Checked at start.</summary>
internal sealed class DeployOptions
{
    public const string Section = "Deploy";

    /// <summary>How long a step may take that says nothing itself.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan StepTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Work without news for so long is sent again.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Watchdog { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a submission may lie between its first and its last write before it counts as broken off.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SubmissionGrace { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long planning waits for clusters, registries and the artifact store that are away.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan PlanningPatience { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How many things a plan fetches at once: charts, renderings, objects.</summary>
    [Range(1, 64)]
    public int FetchesAtOnce { get; set; } = 4;

    /// <summary>How long fetching one chart or directory that an application names may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan FetchTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Takes charts and directories from <c>http://</c> addresses.</summary>
    public bool SourcesByHttp { get; set; }

    /// <summary>Takes charts and directories from this machine's own servers.</summary>
    public bool SourcesAtLoopback { get; set; }

    /// <summary>Takes charts and directories from servers in private networks.</summary>
    public bool SourcesAtPrivateAddresses { get; set; }

    /// <summary>Folders below which <c>file://</c> repositories may be.</summary>
    public IList<string> SourceFolders { get; init; } = [];

    internal AddressPolicy SourceAddresses => new() { AllowLoopback = SourcesAtLoopback, AllowPrivateAddresses = SourcesAtPrivateAddresses };

    internal DownloadPolicy SourceDownloads => new() { Addresses = SourceAddresses, AllowHttp = SourcesByHttp, TimeLimit = FetchTime };

    /// <summary>How long rendering one chart or directory may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RenderTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of memory a rendering tool may have.</summary>
    [Range(64L * 1024 * 1024, 64L * 1024 * 1024 * 1024)]
    public long RenderMemory { get; set; } = 1024L * 1024 * 1024;

    /// <summary>Bytes one rendering may print.</summary>
    [Range(64L * 1024, 64L * 1024 * 1024)]
    public long RenderOutput { get; set; } = 10L * 1024 * 1024;

    /// <summary>Clusters this process works on at once.</summary>
    [Range(1, 1024)]
    public int Workers { get; set; } = 32;

    /// <summary>Applications this process works on at once on one cluster.</summary>
    [Range(1, 256)]
    public int WorkersPerCluster { get; set; } = 8;

    /// <summary>
    /// Parts this process takes from a queue at once: those it works on, those whose cluster hangs, and those that wait in memory for a worker
    /// or for a slot of their cluster. More stay in the queue.
    /// </summary>
    [Range(16, 16384)]
    public int TakenAtOnce { get; set; } = 1024;

    /// <summary>Applications that all processes together work on at once on one cluster.</summary>
    [Range(1, 4096)]
    public int PartsPerCluster { get; set; } = 32;

    /// <summary>
    /// How long a part that was just applied waits for its health before it is written down that it does: most comes at once, and then its end is
    /// one write. Nothing on the cluster waits meanwhile, and no worker.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan HealthMoment { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How many objects of one application are applied to a cluster at once.</summary>
    [Range(1, 64)]
    public int ObjectsAtOnce { get; set; } = 4;

    /// <summary>Longest work on one cluster in one go; what isn't done then is tried again.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ApplyDeadline { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an API server may take to carry out a request whose sender has given up: its own <c>--request-timeout</c>.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LateRequests { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>First pause of a part whose cluster can't be reached; it doubles.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan ParkFirst { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest such pause.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan ParkLongest { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Repairs what somebody changed on a cluster, unless an application's annotation says otherwise.</summary>
    public bool RepairDrift { get; set; } = true;

    /// <summary>Pause before the second repair of an object that something keeps changing back; it doubles.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan DriftPause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest such pause; after twice as long in peace it begins anew.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan DriftPauseLongest { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How often a cluster that answers is asked for its version.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ProbeInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the removal of an application waits for clusters that can't be reached; it ends without them, and theirs is removed when they return.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan RemovalPatience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A revision that would delete more than this share of what an application has on a cluster waits for approval.</summary>
    [Range(0.0, 1.0)]
    public double DeletedShare { get; set; } = 0.5;

    /// <summary>Steps that call URLs may call this machine.</summary>
    public bool AllowLoopbackCalls { get; set; }

    /// <summary>Steps that call URLs may call private networks.</summary>
    public bool AllowPrivateCalls { get; set; }

    internal AddressPolicy CallAddresses => new() { AllowLoopback = AllowLoopbackCalls, AllowPrivateAddresses = AllowPrivateCalls };

    /// <summary>Lets installed definitions take the place of built-in types.</summary>
    public bool AllowShadowing { get; set; }

    /// <summary>Takes kubeconfigs with <c>insecure-skip-tls-verify</c>.</summary>
    public bool AllowInsecureTls { get; set; }

    /// <summary>Takes clusters on this machine's loopback addresses.</summary>
    public bool AllowLoopback { get; set; } = true;

    /// <summary>Takes clusters in private networks.</summary>
    public bool AllowPrivateAddresses { get; set; } = true;
}
