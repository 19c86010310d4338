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
}
