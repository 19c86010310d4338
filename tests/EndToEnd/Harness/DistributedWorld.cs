using System.Diagnostics;
using Platform.Local;
using Platform.Local.Distributed;
using Xunit;

namespace Platform.EndToEnd.Tests.Harness;

/// <summary>
/// Every service its own process, on a RabbitMQ node of these tests' own (it is restarted in the middle of things) and the MongoDB
/// server of <c>PLATFORM_TEST_MONGO</c>. Tests are skipped where <c>./test</c> found no such servers.
/// </summary>
public class DistributedWorld : World
{
    private static readonly string? Mongo = Environment.GetEnvironmentVariable("PLATFORM_TEST_MONGO");
    private static readonly bool HasRabbit = Environment.GetEnvironmentVariable("PLATFORM_TEST_RABBIT") is { Length: > 0 };

    private protected static bool Available => HasRabbit && Mongo is { Length: > 0 };

    internal string Broker { get; private set; } = "";

    /// <summary>The store, with the name of this world's databases.</summary>
    internal string Store { get; private set; } = "";

    /// <summary>How many processes of the Deploy service.</summary>
    private protected virtual int Deploys => 2;

    public override async ValueTask InitializeAsync()
    {
        if (!Available)
            return;
        Broker = (await RabbitAsync("up")).Trim();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await StopPlatformAsync();
        if (Available)
            await RabbitAsync("down");
        await base.DisposeAsync();
    }

    internal static void SkipIfUnavailable()
    {
        if (!Available)
            Assert.Skip("needs RabbitMQ and MongoDB: ./test starts them (PLATFORM_TEST_RABBIT, PLATFORM_TEST_MONGO)");
    }

    internal override async Task<IRunningPlatform> StartPlatformAsync()
    {
        var database = "e2e-" + Guid.NewGuid().ToString("N")[..8];
        Store = new UriBuilder(await ServerAsync(Mongo!)) { Path = "/" + database }.Uri.ToString();
        return await DistributedPlatform.StartAsync(
            new LocalOptions { DataDirectory = DataDirectory, Port = FreePorts.Take(1)[0], Settings = Settings },
            new Dictionary<string, string> { ["PLATFORM_BROKER"] = Broker, ["PLATFORM_MONGO"] = Store },
            TimeProvider.System,
            CancellationToken.None,
            Deploys);
    }

    /// <summary>The MongoDB server to use, given the suite's.</summary>
    private protected virtual Task<string> ServerAsync(string suites) => Task.FromResult(suites);

    /// <summary>kill -9.</summary>
    internal Task KillAsync(string process) => ((DistributedPlatform)Platform).KillAsync(process);

    internal Task RestartAsync(string process)
    {
        ((DistributedPlatform)Platform).Restart(process);
        return Task.CompletedTask;
    }

    internal Task RestartBrokerAsync() => RabbitAsync("restart");

    private Task<string> RabbitAsync(string verb) =>
        ToolAsync(Path.Combine(Root, "tests", "tools", "rabbit"), verb, ("PLATFORM_TEST_HOME", Path.Combine(DataDirectory, "broker")));

    /// <summary>Runs a tool that gives us a server; what it prints.</summary>
    private protected static async Task<string> ToolAsync(string tool, string verb, (string Name, string Value) variable)
    {
        var start = new ProcessStartInfo(tool, [verb]) { RedirectStandardOutput = true };
        start.Environment[variable.Name] = variable.Value;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{tool} {verb} failed");
    }
}

[CollectionDefinition(Name)]
public sealed class DistributedCollection : ICollectionFixture<DistributedWorld>
{
    public const string Name = "distributed";
}
