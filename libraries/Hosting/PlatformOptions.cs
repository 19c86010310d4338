namespace Platform.Hosting;

/// <summary>
/// What every process of the platform is told from outside: configuration section <c>Platform</c>, or the variables
/// <c>PLATFORM_PORT</c>, <c>PLATFORM_DATA</c>, <c>PLATFORM_BROKER</c>, … named beside each property. Checked at start.
/// </summary>
public sealed class PlatformOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Platform";

    /// <summary>Port of the gateway, the only public door (<c>PLATFORM_PORT</c>). 0 takes a free one.</summary>
    public int Port { get; set; } = 8080;

    /// <summary>Address the gateway listens on (<c>PLATFORM_ADDRESS</c>); this machine alone unless said otherwise.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Port of a service in its own process (<c>PLATFORM_SERVICE_PORT</c>); <c>--urls</c> wins over it.</summary>
    public int? ServicePort { get; set; }

    /// <summary>Folder of everything kept on disk (<c>PLATFORM_DATA</c>); made when absent.</summary>
    public string DataDirectory { get; set; } = ".data";

    /// <summary>An <c>amqp://</c> or <c>amqps://</c> URL (<c>PLATFORM_BROKER</c>); absent means in memory.</summary>
    public string? Broker { get; set; }

    /// <summary>
    /// A <c>mongodb://</c> connection string (<c>PLATFORM_MONGO</c>); absent means SQLite in the data folder. A database named in it is the
    /// first part of the names of ours.
    /// </summary>
    public string? Mongo { get; set; }

    /// <summary>An OCI registry, <c>http(s)://host[:port][/prefix]</c> (<c>PLATFORM_REGISTRY</c>); absent means an OCI layout in the data folder.</summary>
    public string? Registry { get; set; }

    /// <summary>The administrator's API key (<c>PLATFORM_ADMIN_KEY</c>); absent means one made at first start, in <c>admin-key</c> of the data folder.</summary>
    public string? AdminKey { get; set; }

    /// <summary>32 bytes in Base64 (<c>PLATFORM_MASTER_KEY</c>), the same for every process; absent means made at first start, in <c>master-key</c> of the data folder.</summary>
    public string? MasterKey { get; set; }

    /// <summary>Where logs go instead of standard output (<c>PLATFORM_LOG_FILE</c>).</summary>
    public string? LogFile { get; set; }

    /// <summary>Least severe level logged: Verbose, Debug, Information, Warning, Error (<c>PLATFORM_LOG_LEVEL</c>).</summary>
    public string LogLevel { get; set; } = "Information";

    /// <summary>Where the gateway finds the services: service name to its URLs. Not needed in one process.</summary>
    public Dictionary<string, List<string>> Services { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A path inside the data folder.</summary>
    public string DataPath(string name) => Path.Combine(Path.GetFullPath(DataDirectory), name);
}
