using Platform.Sandbox.Tests.Controllers;
using Platform.Sandbox.Tests.Support;

namespace Platform.Sandbox.Tests.Corpus;

/// <summary>What the controllers of a real cluster did, played against those of the sandbox.</summary>
public sealed class Recorded_controllers(ITestOutputHelper output)
{
    [Fact]
    public async Task Do_the_same_or_differ_for_a_reason()
    {
        const string file = "controllers.jsonl";
        var path = Corpora.Kubernetes(file);
        await using var world = await Harness.StartAsync(o => o with { Nodes = 2, HasLoadBalancers = false, HasMetrics = false, PodStart = TimeSpan.FromMilliseconds(50), PodStop = TimeSpan.FromMilliseconds(50) });
        var scenes = new Scenes(world);
        await scenes.PlayAsync(path);
        output.WriteLine($"{file}: {scenes.Agree} agree, {scenes.Differences.Count} differ");
        if (Environment.GetEnvironmentVariable("REPLAY_REPORT") is { } report)
            await File.WriteAllTextAsync(Path.Combine(report, file + ".txt"), $"{file}: {scenes.Agree} agree, {scenes.Differences.Count} differ\n{string.Join('\n', scenes.Differences)}");
        var unexplained = scenes.Differences.Where(d => Reasons.Of(file, d.Number) is null).ToList();
        unexplained.ShouldBeEmpty(string.Join('\n', unexplained));
    }
}
