using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Tests;
using Platform.Messaging;

namespace Platform.Chaos.Tests;

/// <summary>A rollout in which the process dies at each point before and after a write or a message, one after the other.</summary>
[Collection(Chance.OneAtATime)]
public sealed class CrashPointTests
{
    [Fact]
    public async Task Wherever_the_process_dies_the_rollout_ends_as_it_should_and_everyone_is_told_once()
    {
        var points = await CountAsync();
        points.ShouldBeGreaterThan(30);
        var first = Chance.Seed % Chance.Stride;
        var tried = 0;
        for (var point = first; point < points; point += Chance.Stride, tried++)
            await DieAtAsync(point);
        TestContext.Current.TestOutputHelper?.WriteLine($"{points} points between writes and messages; died at {tried} of them, from {first} by {Chance.Stride}");
    }

    /// <summary>How many points a rollout of two steps passes when nothing happens.</summary>
    private static async Task<int> CountAsync()
    {
        var passed = 0;
        FaultPoint.Handler = (_, _) => Interlocked.Increment(ref passed);
        await using var host = await StartAsync();
        passed = 0;
        await RunAsync(host, await host.RollOutAsync(Yaml.Regions()));
        FaultPoint.Handler = null;
        return passed;
    }

    private static async Task DieAtAsync(int point)
    {
        await using var host = await StartAsync();
        var rollout = await host.RollOutAsync(Yaml.Regions());
        using var death = Death.After(point);
        await Task.WhenAny(death.Died, RunAsync(host, rollout));
        await Death.RestartAsync(host);
        try
        {
            await RunAsync(host, rollout);
            await Wait.UntilAsync("the last event", () => host.Heard.Of<RolloutSucceeded>().Count > 0);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Died at point {point}, {death.Where}: {e.Message}", e);
        }

        host["east-1"].Image("shop", "web").ShouldBe("nginx:1", death.Where);
        host["west-1"].Image("shop", "web").ShouldBe("nginx:1", death.Where);
        host.Heard.IdsOf<RolloutSucceeded>().ShouldHaveSingleItem(death.Where);
        host.Heard.IdsOf<RolloutSuspended>().ShouldHaveSingleItem(death.Where);
        host.Heard.IdsOf<ClusterApplied>().Count.ShouldBe(2, death.Where);
    }

    internal static Task<DeployHost> StartAsync(params (string, string)[] more) => DeployHost.StartAsync(
        ["east-1", "west-1"], [("Deploy:Watchdog", "00:00:02"), ("Messaging:DueInterval", "00:00:00.2"), ("Messaging:DueRepeat", "00:00:02"), .. more]);

    /// <summary>East, approval, west; wherever it stands.</summary>
    internal static async Task RunAsync(DeployHost host, string rollout)
    {
        await Wait.UntilAsync("the end", async () =>
        {
            var now = await host.GetAsync(rollout);
            var phase = now["phase"]!.ToString();
            if (phase == "suspended")
                await host.PostAsync($"{rollout}/resume");
            phase.ShouldBeOneOf(["pending", "planning", "running", "suspended", "succeeded"], now.ToString());
            return phase == "succeeded";
        }, seconds: 60);
    }
}
