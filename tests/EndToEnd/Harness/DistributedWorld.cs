using System.Diagnostics;
using Platform.Local;
using Platform.Local.Distributed;
using Xunit;

namespace Platform.EndToEnd.Tests.Harness;

/// <summary>
/// Every service its own process, on a RabbitMQ node of these tests' own (it is restarted in the middle of things) and the MongoDB
/// server of <c>PLATFORM_TEST_MONGO</c>. Tests are skipped where <c>./test</c> found no such servers.
/// </summary>
public sealed class DistributedWorld : World
{
    private static readonly string? Mongo = Environment.GetEnvironmentVariable("PLATFORM_TEST_MONGO");
    private static readonly bool HasRabbit = Environment.GetEnvironmentVariable("PLATFORM_TEST_RABBIT") is { Length: > 0 };

    private static bool Available => HasRabbit && Mongo is { Length: > 0 };

    internal string Broker { get; private set; } = "";

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
        var mongo = new UriBuilder(Mongo!) { Path = "/" + database }.Uri.ToString();
        return await DistributedPlatform.StartAsync(
            new LocalOptions { DataDirectory = DataDirectory, Port = FreePorts.Take(1)[0] },
            new Dictionary<string, string> { ["PLATFORM_BROKER"] = Broker, ["PLATFORM_MONGO"] = mongo, [SourceSetting] = SourceFolder },
            TimeProvider.System,
            CancellationToken.None);
    }

    /// <summary>kill -9.</summary>
    internal Task KillAsync(string process) => ((DistributedPlatform)Platform).KillAsync(process);

    internal Task RestartAsync(string process)
    {
        ((DistributedPlatform)Platform).Restart(process);
        return Task.CompletedTask;
    }

    internal Task RestartBrokerAsync() => RabbitAsync("restart");

    private async Task<string> RabbitAsync(string verb)
    {
        var start = new ProcessStartInfo(Path.Combine(Root, "tests", "tools", "rabbit"), [verb]) { RedirectStandardOutput = true };
        start.Environment["PLATFORM_TEST_HOME"] = Path.Combine(DataDirectory, "broker");
        using var rabbit = Process.Start(start)!;
        var output = await rabbit.StandardOutput.ReadToEndAsync();
        await rabbit.WaitForExitAsync();
        return rabbit.ExitCode == 0 ? output : throw new InvalidOperationException($"tests/tools/rabbit {verb} failed");
    }
}

[CollectionDefinition(Name)]
public sealed class DistributedCollection : ICollectionFixture<DistributedWorld>
{
    public const string Name = "distributed";
}
