using Platform.EndToEnd.Tests.Harness;

namespace Platform.Chaos.Tests;

/// <summary>
/// Every service its own process, three of them Deploy's, and a broker and a store that nobody else uses: both are restarted in the
/// middle of things. The store shares the programs of the suite's, and has data of its own; where the suite has another server, that one
/// is used and left alone.
/// </summary>
public sealed class StormyWorld : DistributedWorld
{
    private static readonly string Tool = Path.GetFullPath(Path.Combine(Root, "..", "shared", "tools", "mongo", "mongo"));
    private static readonly string[] Programs = ["root", "gateway"];

    internal static readonly string[] DeployProcesses = ["deploy-1", "deploy-2", "deploy-3"];

    /// <summary>There is a store of our own.</summary>
    internal bool OwnsStore { get; private set; }

    private protected override int Deploys => DeployProcesses.Length;

    private protected override Dictionary<string, string> Settings => new()
    {
        ["Deploy:Watchdog"] = "00:00:05",
        ["Deploy:ApplyDeadline"] = "00:00:10",
        ["Deploy:LateRequests"] = "00:00:10",
        ["Deploy:ParkLongest"] = "00:00:02",
        ["Messaging:DueRepeat"] = "00:00:05",
    };

    private string StoreFolder => Path.Combine(DataDirectory, "store");

    public override async ValueTask DisposeAsync()
    {
        await StopPlatformAsync();
        if (OwnsStore)
            await StoreAsync("down");
        await base.DisposeAsync();
    }

    internal async Task RestartStoreAsync()
    {
        await StoreAsync("down");
        await StoreAsync("up");
    }

    private protected override async Task<string> ServerAsync(string suites)
    {
        var home = Environment.GetEnvironmentVariable("PLATFORM_MONGO_HOME") is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(Environment.GetEnvironmentVariable("HOME") ?? "/", ".cache"), "platform-mongo");
        if (!File.Exists(Tool) || !Programs.All(program => Directory.Exists(Path.Combine(home, program))))
            return suites;
        Directory.CreateDirectory(StoreFolder);
        foreach (var program in Programs)
            Directory.CreateSymbolicLink(Path.Combine(StoreFolder, program), Path.Combine(home, program));
        OwnsStore = true;
        return (await StoreAsync("up")).Trim();
    }

    private Task<string> StoreAsync(string verb) => ToolAsync(Tool, verb, ("PLATFORM_MONGO_HOME", StoreFolder));
}
