using Platform.Sandbox.Controllers;
using static Platform.Sandbox.Tests.Controllers.Manifests;

namespace Platform.Sandbox.Tests.Controllers;

public sealed class ReplicaSets
{
    private static string Set(int replicas, string spec = "") => Deployment("web", replicas, spec: spec).Replace("Deployment", "ReplicaSet", StringComparison.Ordinal);

    private static JsonNode? Status(Harness world) => world.Find("apps/v1", "replicasets", "web")!["status"];

    [Fact]
    public async Task A_Pod_that_somebody_deletes_comes_back()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Set(2));
        await world.UntilAsync("ready", () => Status(world).Int("readyReplicas") == 2);
        var victim = world.Pods("web-")[0].Meta().Text("name")!;
        world.Cluster.Delete("", "pods", "default", victim);
        await world.UntilAsync("another", () => Status(world).Int("readyReplicas") == 2 && world.Pods("web-").All(p => p.Meta().Text("name") != victim));
    }

    [Fact]
    public async Task Pods_of_nobody_that_match_are_adopted_and_relabelled_ones_let_go()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Pod("web"));
        await world.CreateAsync(Set(2));
        await world.UntilAsync("ready", () => Status(world).Int("readyReplicas") == 2);
        world.Find("v1", "pods", "web")!.Meta()["ownerReferences"]![0].Text("kind").ShouldBe("ReplicaSet");
        await world.PatchAsync("/api/v1/namespaces/default/pods/web", """{"metadata":{"labels":{"app":"other"}}}""");
        await world.UntilAsync("let go", () => world.Find("v1", "pods", "web")!.Meta()["ownerReferences"] is null && Status(world).Int("readyReplicas") == 2);
        world.Pods().Count.ShouldBe(3);
    }

    [Fact]
    public async Task Pods_that_are_not_ready_go_first_when_it_shrinks()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Set(2));
        await world.UntilAsync("ready", () => Status(world).Int("readyReplicas") == 2);
        var good = world.Pods("web-").Select(p => p.Meta().Text("name")).ToHashSet();
        world.Cluster.Behaviour.Rules = [new() { NamePrefix = "web-", Outcome = Behaviour.PodOutcome.Unready }];
        await world.PatchAsync("/apis/apps/v1/namespaces/default/replicasets/web", """{"spec":{"replicas":4}}""");
        await world.UntilAsync("running", () => world.Pods("web-").Count(p => p["status"].Text("phase") == "Running") == 4);
        await world.PatchAsync("/apis/apps/v1/namespaces/default/replicasets/web", """{"spec":{"replicas":2}}""");
        await world.UntilAsync("shrunk", () => world.Pods("web-").Count == 2);
        world.Pods("web-").ShouldAllBe(p => good.Contains(p.Meta().Text("name")));
    }

    [Fact]
    public async Task Ready_Pods_are_available_after_minReadySeconds()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Set(1, """ "minReadySeconds":30,"""));
        await world.UntilAsync("ready", () => Status(world).Int("readyReplicas") == 1);
        Status(world).Int("availableReplicas").ShouldBe(0);
        await world.StaysAsync("not available yet", TimeSpan.FromSeconds(25), () => Status(world).Int("availableReplicas") == 0);
        await world.UntilAsync("available", () => Status(world).Int("availableReplicas") == 1);
    }
}
