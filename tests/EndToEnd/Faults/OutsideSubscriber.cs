using System.Diagnostics;
using System.Text.Json.Nodes;
using Platform.EndToEnd.Tests.Harness;
using Shouldly;
using Xunit;

namespace Platform.EndToEnd.Tests.Faults;

/// <summary>Other teams' programs, in other languages, with nothing of ours but the address of the broker.</summary>
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
        await ReadsARolloutAsync(start, "subscribed");
    }

    [Fact]
    public async Task A_node_program_reads_the_events_of_a_rollout()
    {
        var folder = Directory.CreateTempSubdirectory("platform-node-");
        try
        {
            if (!await HasAmqplibAsync(folder.FullName))
                Assert.Skip("node and npm are not installed, or npm can't install amqplib");
            var script = Path.Combine(folder.FullName, "subscribe.mjs");
            File.Copy(Path.Combine(World.Root, "docs", "subscribe.mjs"), script);
            var start = new ProcessStartInfo("node", [script, "default.in-node.#"]) { RedirectStandardOutput = true, UseShellExecute = false };
            start.Environment["PLATFORM_BROKER"] = world.Broker;
            await ReadsARolloutAsync(start, "in-node");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Neither_a_python_program_nor_a_reader_of_the_stream_misses_an_event_across_a_restart_of_the_broker()
    {
        if (!await HasPikaAsync())
            Assert.Skip("python3-pika is not installed");

        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in new[] { Path.Combine(World.Root, "docs", "subscribe.py"), "--broker", world.Broker, "--bind", "default.unmissed.#", "--queue", "unmissed", "--json" })
            start.ArgumentList.Add(argument);
        using var python = Process.Start(start)!;
        await using var stream = new EventReader(world.Gateway, world.AdminKey);
        var heard = new List<JsonObject>();
        try
        {
            (await python.StandardOutput.ReadLineAsync())!.ShouldStartWith("listening");
            stream.Start("default/unmissed");
            await DeliverAsync("nginx:1.25");
            var answer = await world.Api.SendYamlAsync(HttpMethod.Put, "namespaces/default/applications/unmissed", Documents.WebService("unmissed", "nginx:1.26"));
            await world.RestartBrokerAsync();
            await world.Api.RolloutAsync(answer.Location!, "succeeded", TimeSpan.FromMinutes(3));
            await DeliverAsync("nginx:1.27");

            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            while (heard.Count(IsSuccess) < 3)
                if (await python.StandardOutput.ReadLineAsync(patience.Token) is { } line && line.StartsWith('{'))
                    heard.Add(JsonNode.Parse(line)!.AsObject());
            await Eventually.True(() => Task.FromResult(stream.Events.Count(IsSuccess) == 3), "the stream to tell of three rollouts");
        }
        finally
        {
            python.Kill();
        }

        // What comes after the last success may still be on its way; up to it, each number of each source and subject came.
        NumbersOf(heard).ShouldAllBe(of => of.Value.SequenceEqual(Enumerable.Range(1, of.Value.Count)));
        NumbersOf(stream.Events).ShouldAllBe(of => of.Value.SequenceEqual(Enumerable.Range(1, of.Value.Count)));

        async Task DeliverAsync(string image)
        {
            var answer = await world.Api.SendYamlAsync(HttpMethod.Put, "namespaces/default/applications/unmissed", Documents.WebService("unmissed", image));
            await world.Api.RolloutAsync(answer.Location!, "succeeded");
        }

        static bool IsSuccess(JsonObject told) => told["type"]!.ToString() == "platform.deploy.v1.rollout-succeeded";
    }

    private async Task ReadsARolloutAsync(ProcessStartInfo start, string name)
    {
        using var program = Process.Start(start)!;
        try
        {
            (await program.StandardOutput.ReadLineAsync())!.ShouldStartWith("listening");
            var answer = await world.Api.SendYamlAsync(HttpMethod.Put, $"namespaces/default/applications/{name}", Documents.WebService(name));
            await world.Api.RolloutAsync(answer.Location!, "succeeded");

            var lines = new List<string>();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (!lines.Any(line => line.Contains("platform.deploy.v1.rollout-succeeded", StringComparison.Ordinal)))
                lines.Add((await program.StandardOutput.ReadLineAsync(patience.Token))!);
            lines.ShouldContain(line => line.Contains($"platform.deploy.v1.cluster-applied default/{name}/east-1", StringComparison.Ordinal));
            lines.ShouldContain(line => line.Contains("platform.status.v1.application-status-changed", StringComparison.Ordinal));
        }
        finally
        {
            program.Kill();
        }
    }

    private static async Task<bool> HasAmqplibAsync(string folder)
    {
        try
        {
            using var npm = Process.Start(new ProcessStartInfo("npm", ["install", "--no-audit", "--no-fund", "--silent", "--prefix", folder, "amqplib"]) { RedirectStandardError = true })!;
            _ = await npm.StandardError.ReadToEndAsync();
            await npm.WaitForExitAsync();
            return npm.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>The numbers of each source and subject, up to what Deploy says last of it; the same event may come twice.</summary>
    private static Dictionary<string, List<int>> NumbersOf(IEnumerable<JsonObject> events) => events
        .Where(told => told["source"]!.ToString() == "platform/deploy")
        .GroupBy(told => $"{told["source"]} {told["subject"]}")
        .ToDictionary(of => of.Key, of => of.Select(told => int.Parse(told["sequence"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture)).Distinct().Order().ToList());

    private static async Task<bool> HasPikaAsync()
    {
        if (!File.Exists("/usr/bin/python3"))
            return false;
        using var check = Process.Start("/usr/bin/python3", ["-c", "import importlib.util, sys; sys.exit(importlib.util.find_spec('pika') is None)"]);
        await check.WaitForExitAsync();
        return check.ExitCode == 0;
    }
}
