using Platform.Sandbox.Controllers;
using static Platform.Sandbox.Tests.Controllers.Manifests;

namespace Platform.Sandbox.Tests.Controllers;

public sealed class Budgets
{
    private static (int Healthy, int Desired, int Allowed, int Expected) Status(Harness world)
    {
        var s = world.Find("policy/v1", "poddisruptionbudgets", "web")!["status"];
        return (s.Int("currentHealthy"), s.Int("desiredHealthy"), s.Int("disruptionsAllowed"), s.Int("expectedPods"));
    }

    [Theory]
    [InlineData(""" "minAvailable":2 """, 2, 1)]
    [InlineData(""" "maxUnavailable":"50%" """, 1, 2)]
    public async Task It_counts_how_many_Pods_may_go(string spec, int desired, int allowed)
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync($$$"""{"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"web"},"spec":{"selector":{"matchLabels":{"app":"web"} },{{{spec}}} } }""");
        await world.UntilAsync("nothing yet", () => world.Find("policy/v1", "poddisruptionbudgets", "web")!.Condition("DisruptionAllowed").Text("reason") == "InsufficientPods");
        await world.CreateAsync(Deployment("web", 3));
        await world.UntilAsync("counted", () => Status(world) == (3, desired, allowed, 3));
        world.Find("policy/v1", "poddisruptionbudgets", "web")!.IsTrue("DisruptionAllowed").ShouldBeTrue();
    }

    [Fact]
    public async Task An_eviction_takes_what_the_budget_allows_and_no_more()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync("""{"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"web"},"spec":{"selector":{"matchLabels":{"app":"web"} },"minAvailable":2} }""");
        await world.CreateAsync(Deployment("web", 3));
        await world.UntilAsync("counted", () => Status(world) == (3, 2, 1, 3));
        var pods = world.Pods("web-").Select(p => p.Meta().Text("name")!).ToList();
        (await EvictAsync(world, pods[0])).Code.ShouldBe(201);
        // No time passes meanwhile: the Pod's successor would be ready.
        await Wait.UntilAsync("counted again", () => Status(world).Healthy == 2);
        var (code, refused) = await EvictAsync(world, pods[1]);
        code.ShouldBe(429);
        (refused.Text("reason"), refused.Text("message")).ShouldBe(("TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget."));
        refused!["details"]!["causes"]![0].Text("message").ShouldBe("The disruption budget web needs 2 healthy pods and has 2 currently");
        world.Find("v1", "pods", pods[0])!.Condition("DisruptionTarget").Text("reason").ShouldBe("EvictionByEvictionAPI");
        await world.UntilAsync("replaced", () => Status(world) == (3, 2, 1, 3) && world.Find("v1", "pods", pods[0]) is null);
        (await EvictAsync(world, pods[1])).Code.ShouldBe(201);
    }

    [Fact]
    public async Task A_Pod_that_two_budgets_select_cannot_be_evicted()
    {
        await using var world = await Harness.StartAsync();
        foreach (var name in new[] { "a", "b" })
            await world.CreateAsync($$$"""{"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"{{{name}}}"},"spec":{"selector":{"matchLabels":{"app":"web"} },"maxUnavailable":1} }""");
        await world.CreateAsync(Deployment("web", 1));
        await world.UntilAsync("running", () => world.Pods("web-").Any(p => p.IsTrue("Ready")));
        var (code, refused) = await EvictAsync(world, world.Pods("web-").Single().Meta().Text("name")!);
        (code, refused.Text("message")).ShouldBe((500, "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support."));
    }

    private static Task<(int Code, JsonNode? Body)> EvictAsync(Harness world, string pod) =>
        world.Client.SendAsync("POST", $"/api/v1/namespaces/default/pods/{pod}/eviction", JsonNode.Parse($$$"""{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"{{{pod}}}"} }"""));
}
