using System.ComponentModel.DataAnnotations;
using Platform.Network;

namespace Platform.Build.Tasks;

/// <summary>How much, how long and from where is built (configuration section <c>Build</c>).</summary>
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

    /// <summary>What builds images: <c>buildah</c>, <c>podman</c> or <c>docker</c>; the first of them that is here when null.</summary>
    [RegularExpression("buildah|podman|docker")]
    public string? Builder { get; set; }

    /// <summary>False takes the network away from the steps of a Dockerfile, and base images with it.</summary>
    public bool Network { get; set; } = true;

    /// <summary>Folders below which <c>file://</c> repositories may be.</summary>
    public IList<string> AllowedFolders { get; init; } = [];

    /// <summary>Takes sources from <c>http://</c> addresses.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Takes sources from this machine's own servers.</summary>
    public bool AllowLoopback { get; set; }

    /// <summary>Takes sources from servers in private networks.</summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>Bytes of a source, fetched or unpacked, at most.</summary>
    [Range(1, long.MaxValue)]
    public long MaxSourceBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>Bytes of a chart, a tree or manifests, packed and unpacked, at most: clusters and messages are no place for more.</summary>
    [Range(1, 256 * 1024 * 1024)]
    public long MaxContentBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>How long fetching a source may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan FetchTimeout { get; set; } = TimeSpan.FromMinutes(5);

    internal AddressPolicy Addresses => new() { AllowLoopback = AllowLoopback, AllowPrivateAddresses = AllowPrivateAddresses };

    internal DownloadPolicy Downloads => new() { Addresses = Addresses, AllowHttp = AllowHttp, MaxBytes = MaxContentBytes, TimeLimit = FetchTimeout };

    /// <summary>Bytes of disk one build may take up.</summary>
    [Range(1, long.MaxValue)]
    public long DiskLimit { get; set; } = 10L * 1024 * 1024 * 1024;

    /// <summary>Bytes of disk that builds leave free for everybody else.</summary>
    [Range(0, long.MaxValue)]
    public long MinFreeDisk { get; set; } = 512L * 1024 * 1024;

    /// <summary>Bytes of memory that each process of a build may have.</summary>
    [Range(64 * 1024 * 1024, long.MaxValue)]
    public long MemoryLimit { get; set; } = 4L * 1024 * 1024 * 1024;

    /// <summary>Bytes of layer caches of all components; those not used for longest go first.</summary>
    [Range(0, long.MaxValue)]
    public long CacheLimit { get; set; } = 20L * 1024 * 1024 * 1024;
}
