using System.Text.Json.Nodes;

namespace Platform.Deploy.Tests;

public sealed class LateClusterTests
{
    [Fact]
    public async Task A_cluster_that_comes_later_gets_what_its_topology_says_and_the_others_are_left_alone()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        var first = await host.RollOutAsync(Yaml.Web(region: "east").Replace("{policies: [where]}", "{policies: [where], auto: false}"));
        await host.PhaseAsync(first, "suspended");
        await host.PostAsync($"{first}/resume");
        await host.PhaseAsync(first, "succeeded");
        var writes = host["east-1"].Writes.Count;

        await host.AddClusterAsync("east-2");
        await host.AddClusterAsync("west-1");

        await Wait.UntilAsync("east-2 to have it", () => host["east-2"].Image("shop", "web") == "nginx:1");
        var late = await NewestAsync(host);
        await host.PhaseAsync(late, "succeeded");
        DeployHost.Clusters(await host.GetAsync(late)).Keys.ShouldBe(["east-2"]);
        (await host.GetAsync(late))["startedBy"]!.ToString().ShouldBe("the platform: cluster east-2 was registered");
        host["east-1"].Writes.Count.ShouldBe(writes);
        host["west-1"].Objects.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cluster_with_other_labels_is_cleared_where_it_is_no_longer_meant_and_gets_it_where_it_is()
    {
        await using var host = await DeployHost.StartAsync(["east-1", "west-1"]);
        await host.PhaseAsync(await host.RollOutAsync(Yaml.Web(region: "east")), "succeeded");

        await RelabelAsync(host, "west-1", "east");
        await Wait.UntilAsync("west to have it", () => host["west-1"].Image("shop", "web") == "nginx:1");
        await host.PhaseAsync(await NewestAsync(host), "succeeded");

        await RelabelAsync(host, "east-1", "west");
        await Wait.UntilAsync("east to be cleared", () => host["east-1"].Deployment("shop", "web") is null);
        host["west-1"].Deployment("shop", "web").ShouldNotBeNull();
    }

    private static async Task RelabelAsync(DeployHost host, string cluster, string region) =>
        (await host.PutAsync($"clusters/{cluster}", new JsonObject { ["labels"] = new JsonObject { ["region"] = region } })).Status.ShouldBe(200);

    private static async Task<string> NewestAsync(DeployHost host) =>
        $"namespaces/default/rollouts/{(await host.GetAsync("namespaces/default/rollouts"))["items"]![0]!["id"]}";
}
