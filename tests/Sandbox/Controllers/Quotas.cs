using Platform.Sandbox.Controllers;

namespace Platform.Sandbox.Tests.Controllers;

/// <summary>What a namespace holds is counted once and then kept in step: by what comes, goes and finishes.</summary>
public sealed class Quotas
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";

    private static string Map(string name) => $$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{name}}"} }""";

    private static string Pod(string name) =>
        $$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{name}}"},"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"app:1","resources":{"requests":{"cpu":"1"} } } ] } }""";

    private static async Task<Harness> WithQuotaAsync(string hard)
    {
        var world = await Harness.StartAsync();
        await world.CreateAsync(Map("before"));
        await world.CreateAsync($$"""{"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q"},"spec":{"hard":{{hard}} } }""");
        return world;
    }

    private static string? Used(Harness world, string what) => world.Find("v1", "resourcequotas", "q")!["status"]!["used"].Text(what);

    [Fact]
    public async Task What_was_there_before_the_quota_counts_and_what_goes_makes_room()
    {
        await using var world = await WithQuotaAsync("""{"count/configmaps":"3"}""");
        await world.UntilAsync("counted", () => Used(world, "count/configmaps") == "2"); // The cluster's own authority is the other one.
        await world.CreateAsync(Map("a"));
        Used(world, "count/configmaps").ShouldBe("3");
        (await world.Client.SendAsync("POST", Maps, JsonNode.Parse(Map("b")))).Code.ShouldBe(403);
        await world.DeleteAsync(Maps + "/before");
        Used(world, "count/configmaps").ShouldBe("2");
        await world.CreateAsync(Map("b"));
        (await world.Client.SendAsync("POST", Maps, JsonNode.Parse(Map("c")))).Code.ShouldBe(403);
    }

    [Fact]
    public async Task A_Pod_that_has_finished_takes_nothing_any_more()
    {
        await using var world = await WithQuotaAsync("""{"requests.cpu":"1"}""");
        await world.CreateAsync(Pod("first"));
        (await world.Client.SendAsync("POST", "/api/v1/namespaces/default/pods", JsonNode.Parse(Pod("second")))).Code.ShouldBe(403);
        await world.UntilAsync("finished", () => world.Find("v1", "pods", "first")!["status"].Text("phase") == "Succeeded");
        await world.CreateAsync(Pod("second"));
        Used(world, "requests.cpu").ShouldBe("1");
        await world.DeleteAsync("/api/v1/namespaces/default/pods/first");
        await world.UntilAsync("gone", () => world.Find("v1", "pods", "first") is null);
        Used(world, "requests.cpu").ShouldBe("1");
    }
}
