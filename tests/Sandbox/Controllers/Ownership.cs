using Platform.Sandbox.Controllers;
using static Platform.Sandbox.Tests.Controllers.Manifests;

namespace Platform.Sandbox.Tests.Controllers;

/// <summary>Deletion of owners in its three forms, and of namespaces.</summary>
public sealed class Ownership
{
    private static async Task<Harness> WithDeploymentAsync()
    {
        var world = await Harness.StartAsync(o => o with { PodStop = TimeSpan.FromSeconds(2) });
        await world.CreateAsync(Deployment("web", 2));
        await world.UntilAsync("available", () => world.Find("apps/v1", "deployments", "web")!["status"].Int("availableReplicas") == 2);
        return world;
    }

    private static int Count(Harness world, string version, string resource) => world.Cluster.List(version, resource, "default").Count;

    [Fact]
    public async Task In_the_background_the_owner_goes_first()
    {
        await using var world = await WithDeploymentAsync();
        await world.DeleteAsync(DeploymentPath + "/web");
        world.Find("apps/v1", "deployments", "web").ShouldBeNull();
        Count(world, "v1", "pods").ShouldBe(2);
        await world.UntilAsync("all gone", () => Count(world, "apps/v1", "replicasets") == 0 && Count(world, "v1", "pods") == 0);
    }

    [Fact]
    public async Task In_the_foreground_the_owner_goes_last()
    {
        await using var world = await WithDeploymentAsync();
        await world.DeleteAsync(DeploymentPath + "/web", "Foreground");
        await world.UntilAsync("all gone", () =>
        {
            var (deployment, set, pods) = (world.Find("apps/v1", "deployments", "web"), Count(world, "apps/v1", "replicasets"), Count(world, "v1", "pods"));
            if (pods > 0) set.ShouldBe(1);
            if (set > 0) deployment.ShouldNotBeNull();
            return deployment is null && set == 0 && pods == 0;
        });
    }

    [Fact]
    public async Task Orphans_stay_and_are_adopted_by_the_next_of_the_name()
    {
        await using var world = await WithDeploymentAsync();
        var pods = world.Pods().Select(p => p.Meta().Text("uid")).Order().ToList();
        await world.DeleteAsync(DeploymentPath + "/web", "Orphan");
        await world.UntilAsync("orphaned", () => world.Find("apps/v1", "deployments", "web") is null && world.Cluster.List("apps/v1", "replicasets").Single().Meta()["ownerReferences"] is null);
        await world.CreateAsync(Deployment("web", 2));
        await world.UntilAsync("adopted", () => world.Find("apps/v1", "deployments", "web")!["status"].Int("availableReplicas") == 2);
        world.Pods().Select(p => p.Meta().Text("uid")).Order().ShouldBe(pods);
    }

    [Fact]
    public async Task What_names_an_owner_that_is_not_there_goes()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"lost","ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"x","uid":"00000000-0000-0000-0000-000000000000"}]}}""");
        await world.UntilAsync("gone", () => world.Find("v1", "configmaps", "lost") is null);
    }

    [Fact]
    public async Task What_another_owner_still_needs_stays()
    {
        await using var world = await Harness.StartAsync();
        var owners = new List<string?>();
        foreach (var name in new[] { "one", "two" }) owners.Add((await world.CreateAsync($$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}"} }""")).Meta().Text("uid"));
        await world.CreateAsync($$$"""
            {"apiVersion":"v1","kind":"Secret","metadata":{"name":"shared","ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"one","uid":"{{{owners[0]}}}"},{"apiVersion":"v1","kind":"ConfigMap","name":"two","uid":"{{{owners[1]}}}"}]} }
            """);
        await world.DeleteAsync("/api/v1/namespaces/default/configmaps/one");
        await world.UntilAsync("one owner left", () => world.Find("v1", "secrets", "shared")!.Meta().List("ownerReferences").Count() == 1);
        await world.DeleteAsync("/api/v1/namespaces/default/configmaps/two");
        await world.UntilAsync("gone", () => world.Find("v1", "secrets", "shared") is null);
    }

    [Fact]
    public async Task A_namespace_goes_with_everything_in_it_and_tells_what_holds_it()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"n"}}""");
        await world.CreateAsync(Deployment("web", 1).Replace("\"name\":\"web\"}", "\"name\":\"web\",\"namespace\":\"n\"}", StringComparison.Ordinal));
        await world.CreateAsync("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"held","namespace":"n","finalizers":["example.test/hold"]}}""");
        await world.UntilAsync("furnished", () => world.Find("v1", "serviceaccounts", "default", "n") is not null);
        await world.DeleteAsync("/api/v1/namespaces/n");
        JsonObject? Space() => world.Cluster.Find("v1", "namespaces", null, "n");
        await world.UntilAsync("held", () => Space()!.IsTrue("NamespaceFinalizersRemaining") && world.Cluster.List("v1", "pods", "n").Count == 0);
        Space()!.Condition("NamespaceContentRemaining").Text("message").ShouldBe("Some resources are remaining: configmaps. has 1 resource instances");
        var (code, _) = await world.Client.SendAsync("POST", "/api/v1/namespaces/n/configmaps", JsonNode.Parse("""{"metadata":{"name":"late"}}"""));
        code.ShouldBe(403);
        await world.PatchAsync("/api/v1/namespaces/n/configmaps/held", """{"metadata":{"finalizers":null}}""");
        await world.UntilAsync("gone", () => Space() is null);
    }
}
