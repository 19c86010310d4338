using System.CommandLine;

namespace Platform.Local;

/// <summary>What <c>./run</c> was asked to do (api.md names the options).</summary>
internal sealed record LocalOptions
{
    /// <summary>Start without delivering the sample.</summary>
    public bool Serve { get; init; }

    /// <summary>End after the delivery, with 0 or the reason.</summary>
    public bool Once { get; init; }

    /// <summary>Every service its own process, on RabbitMQ and MongoDB.</summary>
    public bool Distributed { get; init; }

    /// <summary>Number of sandbox clusters; 0 for none.</summary>
    public int Clusters { get; init; }

    /// <summary>The gateway's port.</summary>
    public int Port { get; init; }

    /// <summary>Where everything is kept.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Further settings of the services, by their configuration keys (<c>Deploy:SourceFolders:0</c>).</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>The same, as the environment of a process of its own.</summary>
    public IReadOnlyDictionary<string, string> SettingsAsEnvironment => Settings.ToDictionary(pair => pair.Key.Replace(":", "__", StringComparison.Ordinal), pair => pair.Value);

    /// <summary>The administrator's key: the one given, else the one the gateway made at its first start.</summary>
    public async Task<string> AdminKeyAsync(CancellationToken cancellation) =>
        Environment.GetEnvironmentVariable("PLATFORM_ADMIN_KEY") is { Length: > 0 } given
            ? given
            : (await File.ReadAllTextAsync(Path.Combine(DataDirectory, "admin-key"), cancellation)).Trim();

    /// <summary>Reads the command line and runs <paramref name="main"/>; wrong options answer with what would be right and 1.</summary>
    public static Task<int> RunAsync(string[] args, Func<LocalOptions, CancellationToken, Task<int>> main)
    {
        var serve = new Option<bool>("--serve") { Description = "Start without delivering the sample application." };
        var once = new Option<bool>("--once") { Description = "Deliver the sample, then stop: exit code 0 when it is healthy everywhere." };
        var distributed = new Option<bool>("--distributed") { Description = "Every service as its own process, on RabbitMQ and MongoDB." };
        var clusters = new Option<int>("--clusters") { Description = "Number of sandbox clusters; 0 for none.", DefaultValueFactory = _ => 3 };
        var port = new Option<int>("--port")
        {
            Description = "The gateway's port.",
            DefaultValueFactory = _ => int.TryParse(Environment.GetEnvironmentVariable("PLATFORM_PORT"), out var fromEnvironment) ? fromEnvironment : 8080,
        };
        var data = new Option<string>("--data")
        {
            Description = "The folder where everything is kept.",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("PLATFORM_DATA") ?? ".data",
        };

        clusters.Validators.Add(result => InRange(result, result.GetValueOrDefault<int>(), "--clusters", 0, 1000));
        port.Validators.Add(result => InRange(result, result.GetValueOrDefault<int>(), "--port", 1, 65535));

        var root = new RootCommand("Starts the platform and delivers the sample application to sandbox clusters.") { serve, once, distributed, clusters, port, data };
        root.Validators.Add(result =>
        {
            if (result.GetValue(serve) && result.GetValue(once))
                result.AddError("--serve and --once exclude each other: --serve delivers nothing.");
        });
        root.SetAction((parsed, cancellation) => main(
            new LocalOptions
            {
                Serve = parsed.GetValue(serve),
                Once = parsed.GetValue(once),
                Distributed = parsed.GetValue(distributed),
                Clusters = parsed.GetValue(clusters),
                Port = parsed.GetValue(port),
                DataDirectory = Path.GetFullPath(parsed.GetValue(data)!),
            },
            cancellation));
        return root.Parse(args).InvokeAsync();
    }

    private static void InRange(System.CommandLine.Parsing.OptionResult result, int value, string name, int least, int most)
    {
        if (value < least || value > most)
            result.AddError($"{name} takes a number from {least} to {most}, not {value}.");
    }
}
