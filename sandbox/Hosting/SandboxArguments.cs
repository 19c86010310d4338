using System.Globalization;
using System.Text.RegularExpressions;
using Platform.Sandbox.Faults;

namespace Platform.Sandbox.Hosting;

/// <summary>The command line of the sandbox program.</summary>
internal sealed partial class SandboxArguments
{
    public const string Help = """
        usage: sandbox [options]
        Simulated Kubernetes clusters in one process, over real HTTPS, until Ctrl-C. A kubeconfig of each is written to DIR/kubeconfigs, and what
        was there is there at the next start. GET / of the admin address lists what the admin API does (faults, behaviour, drift).

          --clusters N            how many, cluster-1 to cluster-N (default 3)
          --names A,B,…           their names instead
          --version vX.Y.Z,…      the Kubernetes versions they are, in turn (default v1.36.2)
          --data DIR              where state, certificates and kubeconfigs are kept (default .data/sandbox)
          --host NAME             the name by which other machines reach them (default: only this machine can)
          --port-base PORT        the first cluster's port, the others follow (default: the ports of the last start, or any)
          --shared-port           all clusters behind one port, told apart by path, for hundreds of them
          --admin-port PORT       the port of the admin API on this machine (default: any)

          --nodes N               nodes of each cluster (default 2)
          --pod-start MS          from a Pod's scheduling until it runs (default 200)
          --job-duration MS       from a Job's Pod running until it has succeeded (default 300)
          --provisioning MS       until load balancers, Ingresses and claims have what they wait for (default 200)
          --no-load-balancers     load balancers and Ingresses wait forever
          --no-metrics            autoscalers find no metrics server
          --no-controllers        nothing happens by itself, as with an API server alone

          --latency MS[:MS]       every answer waits: the median, and the 99th percentile
          --error-rate R[:CODE]   this part of the requests (0 to 1) fails (default 500)
          --help                  this text
        """;

    private static readonly HashSet<string> Flags = ["shared-port", "no-load-balancers", "no-metrics", "no-controllers", "help"];

    private static readonly HashSet<string> Valued =
        ["clusters", "names", "version", "data", "host", "port-base", "admin-port", "nodes", "pod-start", "job-duration", "provisioning", "latency", "error-rate"];

    private readonly Dictionary<string, string> _given = new(StringComparer.Ordinal);

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")]
    private static partial Regex Label();

    [GeneratedRegex(@"^v1\.\d{1,2}\.\d{1,3}$")]
    private static partial Regex VersionText();

    /// <summary>Throws <see cref="ArgumentException"/> with a sentence for the user.</summary>
    public SandboxArguments(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i].StartsWith("--", StringComparison.Ordinal) ? args[i][2..] : args[i] == "-h" ? "help" : "";
            if (Flags.Contains(name)) _given[name] = "";
            else if (!Valued.Contains(name)) throw new ArgumentException($"there is no option '{args[i]}'; --help lists them");
            else if (i + 1 == args.Length) throw new ArgumentException($"--{name} needs a value");
            else _given[name] = args[++i];
        }
        if (_given.ContainsKey("clusters") && _given.ContainsKey("names")) throw new ArgumentException("--clusters and --names exclude each other");
    }

    public bool WantsHelp => _given.ContainsKey("help");

    public SandboxOptions Options()
    {
        var names = _given.TryGetValue("names", out var list)
            ? list.Split(',', StringSplitOptions.TrimEntries)
            : [.. Enumerable.Range(1, Number("clusters", 3, 0, 5000)).Select(i => $"cluster-{i}")];
        if (names.FirstOrDefault(n => !Label().IsMatch(n)) is { } wrong) throw new ArgumentException($"--names: '{wrong}' is no DNS label (a-z, 0-9, -)");
        var versions = _given.GetValueOrDefault("version", "v1.36.2").Split(',', StringSplitOptions.TrimEntries);
        if (versions.FirstOrDefault(v => !VersionText().IsMatch(v)) is { } unknown) throw new ArgumentException($"--version: '{unknown}' is no version such as v1.36.2");
        var faults = Faults();
        if (faults.Problem() is { } problem) throw new ArgumentException($"--latency or --error-rate: {problem}");
        return new SandboxOptions
        {
            DataDirectory = Path.GetFullPath(_given.GetValueOrDefault("data", ".data/sandbox")),
            Host = _given.GetValueOrDefault("host", "127.0.0.1"),
            PortBase = Number("port-base", 0, 0, 65535),
            AdminPort = Number("admin-port", 0, 0, 65535),
            SharedPort = _given.ContainsKey("shared-port"),
            Clusters = [.. names.Select((name, i) => Cluster(name, versions[i % versions.Length], faults))],
        };
    }

    private SandboxClusterOptions Cluster(string name, string version, FaultSettings faults) => new()
    {
        Name = name,
        Version = version,
        Nodes = Number("nodes", 2, 0, 1000),
        PodStart = Milliseconds("pod-start", 200),
        JobDuration = Milliseconds("job-duration", 300),
        Provisioning = Milliseconds("provisioning", 200),
        HasLoadBalancers = !_given.ContainsKey("no-load-balancers"),
        HasMetrics = !_given.ContainsKey("no-metrics"),
        Controllers = !_given.ContainsKey("no-controllers"),
        Faults = faults,
    };

    private FaultSettings Faults()
    {
        var (latency, tail) = Pair("latency");
        var (rate, code) = Pair("error-rate");
        return new FaultSettings
        {
            LatencyMilliseconds = latency ?? 0,
            Latency99Milliseconds = tail ?? 0,
            Errors = rate is { } part ? [new ErrorRule { Rate = part, Code = (int)(code ?? 500) }] : [],
        };
    }

    private (double? First, double? Second) Pair(string name)
    {
        if (!_given.TryGetValue(name, out var text)) return (null, null);
        var numbers = text.Split(':').Select(t => double.TryParse(t, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? (double?)number : null).ToList();
        if (numbers.Count > 2 || numbers.Contains(null)) throw new ArgumentException($"--{name}: '{text}' is no number, nor two with a colon between");
        return (numbers[0], numbers.ElementAtOrDefault(1));
    }

    private TimeSpan Milliseconds(string name, int otherwise) => TimeSpan.FromMilliseconds(Number(name, otherwise, 0, 86_400_000));

    private int Number(string name, int otherwise, int least, int most)
    {
        if (!_given.TryGetValue(name, out var text)) return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number : throw new ArgumentException($"--{name}: '{text}' is no whole number between {least} and {most}");
    }
}
