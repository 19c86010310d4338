using Platform.Sandbox.Controllers;
using static Platform.Sandbox.Tests.Controllers.Manifests;

namespace Platform.Sandbox.Tests.Controllers;

public sealed class Autoscalers
{
    private const string Path = "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers";

    private static Task<JsonObject> CreateAsync(Harness world, int least, int most) => world.CreateAsync($$$"""
        {"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"web"},"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"},
        "minReplicas":{{{least}}},"maxReplicas":{{{most}}},"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":50} } }]} }
        """);

    private static JsonObject Find(Harness world) => world.Find("autoscaling/v2", "horizontalpodautoscalers", "web")!;

    private static int Replicas(Harness world) => world.Find("apps/v1", "deployments", "web")!.Spec().Int("replicas");

    [Fact]
    public async Task The_target_is_kept_between_the_bounds_and_follows_the_load()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Deployment("web", 1));
        await CreateAsync(world, 2, 6);
        await world.UntilAsync("at least two", () => Replicas(world) == 2 && Find(world)["status"].Int("currentReplicas") == 2);
        foreach (var (type, status) in new[] { ("AbleToScale", "True"), ("ScalingActive", "True"), ("ScalingLimited", "False") }) Find(world).Condition(type).Text("status").ShouldBe(status);
        await world.PatchAsync(Path + "/web", """{"metadata":{"annotations":{"sandbox/load-percent":"200"}}}""");
        await world.UntilAsync("doubled", () => Replicas(world) == 4 && Find(world)["status"].Int("currentReplicas") == 4);
        await world.PatchAsync(Path + "/web", """{"metadata":{"annotations":{"sandbox/load-percent":"1000"}}}""");
        await world.UntilAsync("at most six", () => Replicas(world) == 6);
        world.Reasons("web").ShouldContain("SuccessfulRescale");
    }

    [Fact]
    public async Task Without_metrics_it_says_so_and_leaves_the_target_alone()
    {
        await using var world = await Harness.StartAsync(o => o with { HasMetrics = false });
        await world.CreateAsync(Deployment("web", 1));
        await CreateAsync(world, 2, 6);
        await world.UntilAsync("told", () => Find(world).Condition("ScalingActive").Text("reason") == "FailedGetResourceMetric");
        Replicas(world).ShouldBe(1);
    }

    [Fact]
    public async Task A_target_that_is_not_there_is_told()
    {
        await using var world = await Harness.StartAsync();
        await CreateAsync(world, 1, 2);
        await world.UntilAsync("told", () => Find(world).Condition("AbleToScale").Text("reason") == "FailedGetScale");
        await world.CreateAsync(Deployment("web", 1));
        await world.UntilAsync("found", () => Find(world).IsTrue("AbleToScale"));
    }
}
