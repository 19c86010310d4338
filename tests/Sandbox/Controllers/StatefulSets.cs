using Platform.Sandbox.Controllers;
using static Platform.Sandbox.Tests.Controllers.Manifests;

namespace Platform.Sandbox.Tests.Controllers;

public sealed class StatefulSets
{
    private const string Claims = """ "volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}],""";

    private static JsonNode Status(Harness world) => world.Find("apps/v1", "statefulsets", "db")!["status"]!;

    /// <summary>As seen after the last change: what the status said before it proves nothing.</summary>
    private static bool IsUpdated(Harness world, int replicas) => world.Find("apps/v1", "statefulsets", "db")! is var db && db["status"]! is var s
        && s.Int("observedGeneration") == db.Meta().Int("generation") && s.Int("updatedReplicas") == replicas && s.Int("readyReplicas") == replicas && s.Text("currentRevision") == s.Text("updateRevision");

    private static string? Image(Harness world, int ordinal) => world.Find("v1", "pods", $"db-{ordinal}")?.Spec()["containers"]![0].Text("image");

    [Fact]
    public async Task Pods_come_one_after_the_other_each_with_its_claim()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(StatefulSet("db", 3, Claims));
        await world.UntilAsync("ready", () =>
        {
            var pods = world.Pods("db-");
            pods.Count(p => !p.IsTrue("Ready")).ShouldBeLessThanOrEqualTo(1);
            return IsUpdated(world, 3);
        });
        world.Pods("db-").Select(p => (p.Meta().Text("name"), p.Spec().Text("hostname"), p.Label("apps.kubernetes.io/pod-index"))).ShouldBe([("db-0", "db-0", "0"), ("db-1", "db-1", "1"), ("db-2", "db-2", "2")]);
        world.Cluster.List("v1", "persistentvolumeclaims").Select(c => (c.Meta().Text("name"), c["status"].Text("phase"))).ShouldBe([("data-db-0", "Bound"), ("data-db-1", "Bound"), ("data-db-2", "Bound")]);
        await world.DeleteAsync(StatefulSetPath + "/db");
        await world.UntilAsync("Pods gone", () => world.Pods("db-").Count == 0);
        world.Cluster.List("v1", "persistentvolumeclaims").Count.ShouldBe(3, "claims stay");
    }

    [Fact]
    public async Task An_update_goes_from_the_last_to_the_first_and_waits_for_each()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(StatefulSet("db", 3));
        await world.UntilAsync("ready", () => IsUpdated(world, 3));
        var order = new List<string>();
        await world.PatchAsync(StatefulSetPath + "/db", Manifests.Image("app:2"), "application/strategic-merge-patch+json");
        await world.UntilAsync("updated", () =>
        {
            foreach (var pod in world.Pods("db-").Where(p => p.Spec()["containers"]![0].Text("image") == "app:2" && !order.Contains(p.Meta().Text("name")!))) order.Add(pod.Meta().Text("name")!);
            return IsUpdated(world, 3);
        });
        order.ShouldBe(["db-2", "db-1", "db-0"]);
        world.Cluster.List("apps/v1", "controllerrevisions").Select(r => (long)r["revision"]!).Order().ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_partition_keeps_lower_ordinals_on_the_old_template_even_when_they_are_made_again()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(StatefulSet("db", 3, """ "updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":2}},"""));
        await world.UntilAsync("ready", () => IsUpdated(world, 3));
        await world.PatchAsync(StatefulSetPath + "/db", Manifests.Image("app:2"), "application/strategic-merge-patch+json");
        await world.UntilAsync("canary", () => Image(world, 2) == "app:2" && Status(world).Int("readyReplicas") == 3);
        world.Cluster.Delete("", "pods", "default", "db-0");
        await world.UntilAsync("made again", () => Image(world, 0) is not null && Status(world).Int("readyReplicas") == 3 && world.Pods("db-").Count == 3);
        new[] { 0, 1, 2 }.Select(i => Image(world, i)).ShouldBe(["app:1", "app:1", "app:2"]);
        Status(world).Int("updatedReplicas").ShouldBe(1);
    }

    [Fact]
    public async Task OnDelete_updates_only_Pods_that_somebody_deletes()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(StatefulSet("db", 2, """ "updateStrategy":{"type":"OnDelete"},"""));
        await world.UntilAsync("ready", () => IsUpdated(world, 2));
        await world.PatchAsync(StatefulSetPath + "/db", Manifests.Image("app:2"), "application/strategic-merge-patch+json");
        await world.StaysAsync("old", TimeSpan.FromSeconds(5), () => Image(world, 1) == "app:1");
        world.Cluster.Delete("", "pods", "default", "db-0");
        await world.UntilAsync("replaced", () => Image(world, 0) == "app:2" && Status(world).Int("readyReplicas") == 2);
        Image(world, 1).ShouldBe("app:1");
    }

    [Fact]
    public async Task It_shrinks_from_the_end_one_by_one_and_parallel_ones_come_at_once()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(StatefulSet("db", 3, """ "podManagementPolicy":"Parallel","""));
        await world.UntilAsync("all at once", () => world.Pods("db-").Count == 3 && world.Pods("db-").All(p => !p.IsTrue("Ready")));
        await world.UntilAsync("ready", () => IsUpdated(world, 3));
        await world.PatchAsync(StatefulSetPath + "/db", """{"spec":{"replicas":1}}""");
        await world.UntilAsync("shrunk", () => Status(world).Int("replicas") == 1);
        world.Pods("db-").Single().Meta().Text("name").ShouldBe("db-0");
    }

    [Fact]
    public async Task A_broken_Pod_stops_those_after_it()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(StatefulSet("db", 2, image: "app:crash"));
        await world.UntilAsync("crashing", () => world.Find("v1", "pods", "db-0")?["status"]?["containerStatuses"]?[0]?["state"]?["waiting"].Text("reason") == "CrashLoopBackOff");
        await world.StaysAsync("no second Pod", TimeSpan.FromSeconds(10), () => world.Pods("db-").Count == 1);
    }

    [Theory]
    [InlineData("v1.36.2", 2)]
    [InlineData("v1.30.0", 1)]
    public async Task An_update_replaces_as_many_at_a_time_as_may_be_unavailable(string version, int atOnce)
    {
        await using var world = await Harness.StartAsync(o => o with { Version = version });
        await world.CreateAsync(StatefulSet("db", 4, """ "updateStrategy":{"rollingUpdate":{"maxUnavailable":2} },"""));
        await world.UntilAsync("ready", () => world.Find("apps/v1", "statefulsets", "db")!["status"].Int("availableReplicas") == 4);
        var fewest = 4;
        await world.PatchAsync(StatefulSetPath + "/db", Manifests.Image("app:2"), "application/strategic-merge-patch+json");
        await world.UntilAsync("updated", () =>
        {
            var there = world.Pods("db-");
            fewest = Math.Min(fewest, there.Count(p => p.IsTrue("Ready")));
            return there.Count(p => p.IsTrue("Ready") && p.Spec()["containers"]![0].Text("image") == "app:2") == 4;
        });
        fewest.ShouldBe(4 - atOnce);
    }
}
