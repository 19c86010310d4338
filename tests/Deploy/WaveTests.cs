using Platform.Contracts.Deploy.V1;
using Platform.Contracts.Status.V1;

namespace Platform.Deploy.Tests;

public sealed class WaveTests
{
    private const string EastFirst = "{waves: [{clusterLabelSelector: {region: east}}, {percent: 100}]}";

    [Fact]
    public async Task A_wave_begins_only_when_the_one_before_is_well_at_this_revision()
    {
        await using var host = await DeployHost.StartAsync(["east-1", "west-1"]);
        await host.PhaseAsync(await host.RollOutAsync(Yaml.Waves(EastFirst, "nginx:1")), "succeeded");
        // East is well, but what is seen is older than the apply.
        host.Status.Sees = (_, _, _) => null;

        var rollout = await host.RollOutAsync(Yaml.Waves(EastFirst, "nginx:2"));
        await Wait.UntilAsync("east to wait", async () => DeployHost.Clusters(await host.GetAsync(rollout)).GetValueOrDefault("east-1") == "waiting");
        var old = (await host.Status.AppliedAsync("shop/east-1", revision: 2)) with { Sequence = 1, Revision = 1 };
        host.Status.Sees = (_, _, _) => (HealthStatus.Healthy, null);
        await host.Service.Bus.Publish(host.Status.Observe(old)!);
        await Wait.UntilAsync("old news to be kept", async () =>
            (await host.GetAsync($"{DeployHost.Applications}/shop"))["status"]!["services"]![0]!["revision"]?.GetValue<long>() == 1);
        DeployHost.Clusters(await host.GetAsync(rollout)).ShouldBe(new Dictionary<string, string> { ["east-1"] = "waiting", ["west-1"] = "pending" }, ignoreOrder: true);
        host["west-1"].Image("shop", "web").ShouldBe("nginx:1");

        await host.Service.Bus.Publish(host.Status.Observe(await host.Status.AppliedAsync("shop/east-1", revision: 2))!);
        var ended = await host.PhaseAsync(rollout, "succeeded");
        ended["steps"]![0]!["waves"]!.GetValue<int>().ShouldBe(2);
        ended["clusters"]!.AsArray().Select(cluster => $"{cluster!["cluster"]} {cluster["wave"]}").ShouldBe(["east-1 1", "west-1 2"]);
    }

    [Fact]
    public async Task A_pause_waits_for_approval_and_a_soak_for_its_time()
    {
        await using var host = await DeployHost.StartAsync(["east-1", "west-1"]);
        var rollout = await host.RollOutAsync(Yaml.Waves("{waves: [{clusterLabelSelector: {region: east}, soak: 1s, pause: approval}]}"));

        var waiting = await host.PhaseAsync(rollout, "suspended");
        waiting["steps"]![0]!["reason"]!.ToString().ShouldBe("wave 1 of 2 is done; the next waits for approval");
        host["west-1"].Deployment("shop", "web").ShouldBeNull();

        (await host.PostAsync($"{rollout}/resume")).Status.ShouldBe(202);
        await host.PhaseAsync(rollout, "succeeded");
        host["west-1"].Deployment("shop", "web").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_cluster_that_does_not_stay_well_has_failed()
    {
        await using var host = await DeployHost.StartAsync(["east-1", "west-1"]);
        var rollout = await host.RollOutAsync(Yaml.Waves("{waves: [{clusterLabelSelector: {region: east}, soak: 2s}]}"));
        await Wait.UntilAsync("east to soak", async () => (await host.GetAsync(rollout))["steps"]![0]!["reason"]?.ToString().Contains("has to stay so") == true);

        host.Status.Sees = (_, _, _) => (HealthStatus.Degraded, "crash loop");
        await host.Service.Bus.Publish(host.Status.Observe(await host.Status.AppliedAsync("shop/east-1"))!);

        (await host.PhaseAsync(rollout, "failed"))["reason"]!.ToString().ShouldContain("east-1: did not stay well: web: Degraded: crash loop");
        host["west-1"].Deployment("shop", "web").ShouldBeNull();
    }

    [Fact]
    public async Task No_more_clusters_are_under_way_at_once_than_may()
    {
        await using var host = await DeployHost.StartAsync(["east-1", "east-2", "east-3", "east-4"]);
        host.Status.Sees = (_, _, _) => null;
        var rollout = await host.RollOutAsync(Yaml.Waves("{maxConcurrent: 1}"));

        for (var done = 0; done < 4; done++)
        {
            await Wait.UntilAsync($"cluster {done + 1}", () => host.Status.Last.Count == done + 1);
            var clusters = DeployHost.Clusters(await host.GetAsync(rollout)).Values.ToList();
            clusters.Count(phase => phase is "applying" or "waiting").ShouldBeLessThanOrEqualTo(1, string.Join(", ", clusters));
            host.Status.Sees = (_, _, _) => (HealthStatus.Healthy, null);
            var observed = host.Status.Observe(host.Status.Last[$"shop/east-{done + 1}"])!;
            host.Status.Sees = (_, _, _) => null;
            await host.Service.Bus.Publish(observed);
        }

        await host.PhaseAsync(rollout, "succeeded");
    }

    [Theory]
    [InlineData("rollout", "nginx:1", "nginx:1", "nginx:1")]
    [InlineData("wave", "nginx:2", "nginx:1", "nginx:1")]
    [InlineData("cluster", "nginx:2", "nginx:2", "nginx:1")]
    public async Task Too_many_failures_are_rolled_back_as_far_as_the_policy_says(string scope, string first, string second, string failing)
    {
        await using var host = await DeployHost.StartAsync(["east-1", "west-1", "west-2"]);
        var strategy = $"{{onFailure: rollback, rollback: {scope}, waves: [{{clusterLabelSelector: {{region: east}}}}]}}";
        await host.PhaseAsync(await host.RollOutAsync(Yaml.Waves(strategy, "nginx:1")), "succeeded");
        var tries = 0;
        host["west-2"].Before = async (_, path) =>
        {
            if (!path.EndsWith("/deployments/web", StringComparison.Ordinal) || Interlocked.Increment(ref tries) > 1)
                return null;
            await Wait.UntilAsync("west-1 to have it", () => host["west-1"].Image("shop", "web") == "nginx:2");
            return (422, "Invalid", "not like this");
        };

        var rollout = await host.RollOutAsync(Yaml.Waves(strategy, "nginx:2"));

        var ended = await host.PhaseAsync(rollout, "rolledBack");
        ended["reason"]!.ToString().ShouldContain("wave 2 of 2: 1 cluster failed, none is allowed to: west-2: Deployment shop/web: not like this");
        new[] { "east-1", "west-1", "west-2" }.Select(name => host[name].Image("shop", "web")).ShouldBe([first, second, failing]);
        DeployHost.Clusters(ended)["west-2"].ShouldBe("rolledBack");
    }

    [Fact]
    public async Task Failures_within_the_budget_are_rolled_back_where_they_happened_and_the_rest_goes_on()
    {
        await using var host = await DeployHost.StartAsync(["east-1", "east-2", "west-1"]);
        const string Strategy = "{maxFailures: 1, onFailure: rollback, waves: [{clusterLabelSelector: {region: east}}]}";
        await host.PhaseAsync(await host.RollOutAsync(Yaml.Waves(Strategy, "nginx:1")), "succeeded");
        host.Status.Sees = (_, cluster, _) => cluster == "east-2" && host["east-2"].Image("shop", "web") == "nginx:2" ? (HealthStatus.Degraded, "crash loop") : (HealthStatus.Healthy, null);

        var ended = await host.PhaseAsync(await host.RollOutAsync(Yaml.Waves(Strategy, "nginx:2", timeout: "3s")), "succeeded");

        DeployHost.Clusters(ended).ShouldBe(new Dictionary<string, string> { ["east-1"] = "healthy", ["east-2"] = "rolledBack", ["west-1"] = "healthy" }, ignoreOrder: true);
        (host["east-2"].Image("shop", "web"), host["west-1"].Image("shop", "web")).ShouldBe(("nginx:1", "nginx:2"));
        ended["steps"]![0]!["reason"]!.ToString().ShouldContain("east-2: not done in time: web: Degraded: crash loop");
    }

    [Theory]
    [InlineData("{waves: [{clusterLabelSelector: {region: north}}]}", "wave 1 selects nothing")]
    [InlineData("{waves: [{percent: 100}, {percent: 10}]}", "wave 2 selects nothing: earlier waves take all")]
    [InlineData("{waves: [{percent: 10, clusterLabelSelector: {a: b}}]}", "either clusterLabelSelector or percent")]
    [InlineData("{waves: [{percent: 10, pause: later}]}", "isn't a duration")]
    [InlineData("{onFailure: explode}", "onFailure")]
    [InlineData("{maxConcurrent: 0}", "maxConcurrent")]
    public async Task A_strategy_that_can_not_be_met_is_refused(string strategy, string because)
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);

        var answer = await host.SubmitAsync(Yaml.Waves(strategy));

        answer.Status.ShouldBe(422, answer.Text);
        answer.Text.Replace("\\u0027", "'").ShouldContain(because);
    }
}
