using System.Diagnostics;
using Platform.EndToEnd.Tests.Harness;
using Shouldly;
using Xunit;

namespace Platform.EndToEnd.Tests.Faults;

/// <summary>Another team's program, in another language, with nothing of ours but the address of the broker.</summary>
[Collection(DistributedCollection.Name)]
public sealed class OutsideSubscriber
{
    private readonly DistributedWorld world;

    public OutsideSubscriber(DistributedWorld world)
    {
        DistributedWorld.SkipIfUnavailable();
        this.world = world;
    }

    [Fact]
    public async Task A_python_program_reads_the_events_of_a_rollout()
    {
        if (!await HasPikaAsync())
            Assert.Skip("python3-pika is not installed");

        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in new[] { Path.Combine(World.Root, "docs", "subscribe.py"), "--broker", world.Broker, "--bind", "default.subscribed.#" })
            start.ArgumentList.Add(argument);
        using var python = Process.Start(start)!;
        try
        {
            (await python.StandardOutput.ReadLineAsync())!.ShouldStartWith("listening");
            var answer = await world.Api.SendYamlAsync(HttpMethod.Put, "namespaces/default/applications/subscribed", Documents.WebService("subscribed"));
            await world.Api.RolloutAsync(answer.Location!, "succeeded");

            var lines = new List<string>();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (!lines.Any(line => line.Contains("platform.deploy.v1.rollout-succeeded", StringComparison.Ordinal)))
                lines.Add((await python.StandardOutput.ReadLineAsync(patience.Token))!);
            lines.ShouldContain(line => line.Contains("platform.deploy.v1.cluster-applied default/subscribed/east-1", StringComparison.Ordinal));
            lines.ShouldContain(line => line.Contains("platform.status.v1.application-status-changed", StringComparison.Ordinal));
        }
        finally
        {
            python.Kill();
        }
    }

    private static async Task<bool> HasPikaAsync()
    {
        if (!File.Exists("/usr/bin/python3"))
            return false;
        using var check = Process.Start("/usr/bin/python3", ["-c", "import importlib.util, sys; sys.exit(importlib.util.find_spec('pika') is None)"]);
        await check.WaitForExitAsync();
        return check.ExitCode == 0;
    }
}
