using Platform.Sandbox.Controllers;
using static Platform.Sandbox.Tests.Controllers.Manifests;

namespace Platform.Sandbox.Tests.Controllers;

public sealed class DaemonSets
{
    private static JsonNode Status(Harness world) => world.Find("apps/v1", "daemonsets", "agent")!["status"]!;

    private static IEnumerable<string?> Nodes(Harness world) => world.Pods("agent-").Select(p => p.Spec().Text("nodeName")).Order();

    [Fact]
    public async Task Every_node_has_one_Pod_also_one_that_comes_later()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(DaemonSet("agent"));
        await world.UntilAsync("ready", () => Status(world).Int("numberAvailable") == 2);
        Nodes(world).ShouldBe(["node-1", "node-2"]);
        await world.CreateAsync("""{"apiVersion":"v1","kind":"Node","metadata":{"name":"node-3","labels":{"disk":"fast"}}}""");
        await world.PatchAsync("/api/v1/nodes/node-3/status", """{"status":{"allocatable":{"cpu":"4","memory":"8Gi","pods":"100"}}}""");
        await world.UntilAsync("on the new node", () => Status(world).Int("numberAvailable") == 3);
        world.Cluster.Delete("", "nodes", null, "node-3");
        await world.UntilAsync("gone with it", () => Status(world).Int("desiredNumberScheduled") == 2 && Nodes(world).SequenceEqual(["node-1", "node-2"]));
    }

    [Fact]
    public async Task Node_selectors_and_taints_choose_the_nodes()
    {
        await using var world = await Harness.StartAsync();
        await world.PatchAsync("/api/v1/nodes/node-1", """{"metadata":{"labels":{"disk":"fast"}}}""");
        await world.CreateAsync(DaemonSet("agent", podSpec: """ "nodeSelector":{"disk":"fast"},"""));
        await world.UntilAsync("ready", () => Status(world).Int("numberAvailable") == 1);
        Nodes(world).ShouldBe(["node-1"]);
    }

    [Fact]
    public async Task An_update_replaces_one_Pod_at_a_time()
    {
        await using var world = await Harness.StartAsync(o => o with { Nodes = 3 });
        await world.CreateAsync(DaemonSet("agent"));
        await world.UntilAsync("ready", () => Status(world).Int("numberAvailable") == 3);
        await world.PatchAsync(DaemonSetPath + "/agent", Image("app:2"), "application/strategic-merge-patch+json");
        await world.UntilAsync("updated", () =>
        {
            Status(world).Int("numberAvailable").ShouldBeGreaterThanOrEqualTo(2);
            return Status(world) is var s && s.Int("updatedNumberScheduled") == 3 && s.Int("numberAvailable") == 3 && s.Int("observedGeneration") == 2;
        });
        world.Pods("agent-").ShouldAllBe(p => p.Spec()["containers"]![0].Text("image") == "app:2");
    }

    [Fact]
    public async Task OnDelete_leaves_running_Pods()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(DaemonSet("agent", """ "updateStrategy":{"type":"OnDelete"},"""));
        await world.UntilAsync("ready", () => Status(world).Int("numberAvailable") == 2);
        await world.PatchAsync(DaemonSetPath + "/agent", Image("app:2"), "application/strategic-merge-patch+json");
        await world.StaysAsync("old", TimeSpan.FromSeconds(5), () => world.Pods("agent-").All(p => p.Spec()["containers"]![0].Text("image") == "app:1"));
    }

    [Fact]
    public async Task A_surging_update_takes_no_node_its_Pod_before_there_is_another()
    {
        await using var world = await Harness.StartAsync(o => o with { Nodes = 3 });
        await world.CreateAsync(DaemonSet("agent", """ "updateStrategy":{"rollingUpdate":{"maxSurge":1,"maxUnavailable":0} },"""));
        await world.UntilAsync("ready", () => Status(world).Int("numberAvailable") == 3);
        var most = 0;
        await world.PatchAsync(DaemonSetPath + "/agent", Image("app:2"), "application/strategic-merge-patch+json");
        await world.UntilAsync("updated", () =>
        {
            Status(world).Int("numberAvailable").ShouldBe(3);
            most = Math.Max(most, world.Pods("agent-").Count);
            return Status(world).Int("observedGeneration") == 2 && world.Pods("agent-") is { Count: 3 } pods && pods.All(p => p.Spec()["containers"]![0].Text("image") == "app:2");
        });
        most.ShouldBe(4);
    }
}
