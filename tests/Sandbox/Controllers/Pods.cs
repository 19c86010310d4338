using Platform.Sandbox.Behaviour;
using Platform.Sandbox.Controllers;
using static Platform.Sandbox.Tests.Controllers.Manifests;

namespace Platform.Sandbox.Tests.Controllers;

public sealed class Pods
{
    private static JsonObject? Find(Harness world) => world.Find("v1", "pods", "p");

    private static string? Waiting(Harness world) => Find(world)?["status"]?["containerStatuses"]?[0]?["state"]?["waiting"].Text("reason");

    [Fact]
    public async Task An_image_tagged_broken_never_comes_until_it_is_another()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Pod("p", image: "registry:5000/app:broken"));
        await world.UntilAsync("stuck", () => Waiting(world) == "ImagePullBackOff");
        Find(world)!["status"].Text("phase").ShouldBe("Pending");
        await world.PatchAsync("/api/v1/namespaces/default/pods/p", """{"spec":{"containers":[{"name":"main","image":"registry:5000/app:2"}]}}""", "application/strategic-merge-patch+json");
        await world.UntilAsync("ready", () => Find(world)!.IsTrue("Ready"));
    }

    [Fact]
    public async Task An_image_tagged_crash_is_started_again_and_again()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Pod("p", image: "app:crash"));
        await world.UntilAsync("crashing", () => Waiting(world) == "CrashLoopBackOff");
        await world.UntilAsync("again", () => Find(world)!["status"]!["containerStatuses"]![0].Int("restartCount") >= 3);
        Find(world)!["status"]!["containerStatuses"]![0]!["lastState"]!["terminated"].Int("exitCode").ShouldBe(1);
        world.Reasons("p").ShouldContain("BackOff");
    }

    [Fact]
    public async Task An_annotation_says_how_it_fares_and_how_long_that_takes()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Pod("p", annotations: """ "sandbox/outcome":"unready","sandbox/start-ms":"60000" """));
        await world.StaysAsync("not started", TimeSpan.FromSeconds(50), () => Find(world)!["status"].Text("phase") == "Pending");
        await world.UntilAsync("running", () => Find(world)!["status"].Text("phase") == "Running");
        Find(world)!.Condition("Ready").Text("reason").ShouldBe("ContainersNotReady");
    }

    [Fact]
    public async Task A_rule_says_how_the_Pods_it_matches_fare()
    {
        await using var world = await Harness.StartAsync();
        world.Cluster.Behaviour.Rules = [new PodRule { Image = "/shop/", Outcome = PodOutcome.Unschedulable }];
        await world.CreateAsync(Pod("p", image: "example.test/shop/web:1"));
        await world.UntilAsync("unschedulable", () => Find(world)!.Condition("PodScheduled").Text("reason") == "Unschedulable");
    }

    [Fact]
    public async Task What_asks_for_more_than_any_node_has_is_told_and_runs_when_there_is_room()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"name":"main","image":"app:1","resources":{"requests":{"cpu":"100"}}}]}}""");
        await world.UntilAsync("told", () => Find(world)!.Condition("PodScheduled").Text("message")?.StartsWith("0/2 nodes are available: 2 Insufficient cpu.", StringComparison.Ordinal) == true);
        world.Reasons("p").ShouldBe(["FailedScheduling"]);
        await world.PatchAsync("/api/v1/nodes/node-2/status", """{"status":{"allocatable":{"cpu":"200"}}}""");
        await world.UntilAsync("running", () => Find(world)!.IsTrue("Ready"));
        Find(world)!.Spec().Text("nodeName").ShouldBe("node-2");
    }

    [Fact]
    public async Task A_deleted_one_stays_for_its_grace_and_goes()
    {
        await using var world = await Harness.StartAsync(o => o with { PodStop = TimeSpan.FromSeconds(10) });
        await world.CreateAsync(Pod("p"));
        await world.UntilAsync("ready", () => Find(world)!.IsTrue("Ready"));
        await world.DeleteAsync("/api/v1/namespaces/default/pods/p");
        Find(world)!.Meta().Int("deletionGracePeriodSeconds").ShouldBe(30);
        await world.StaysAsync("stopping", TimeSpan.FromSeconds(8), () => Find(world) is not null);
        await world.UntilAsync("gone", () => Find(world) is null);
    }
}
