using Platform.Sandbox.Controllers;
using static Platform.Sandbox.Tests.Controllers.Manifests;

namespace Platform.Sandbox.Tests.Controllers;

public sealed class Services
{
    private static string Service(string name, string spec = "") =>
        $$$"""{"apiVersion":"v1","kind":"Service","metadata":{"name":"{{{name}}}"},"spec":{ {{{spec}}}"selector":{"app":"web"},"ports":[{"port":80,"targetPort":8080}]} }""";

    private static JsonObject? Slice(Harness world) => world.Cluster.List("discovery.k8s.io/v1", "endpointslices", "default").FirstOrDefault(s => s.Label("kubernetes.io/service-name") == "web");

    private static JsonObject Find(Harness world, string name) => world.Find("v1", "services", name)!;

    [Fact]
    public async Task Its_endpoints_are_the_ready_Pods_it_selects()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Service("web"));
        await world.UntilAsync("an empty slice", () => Slice(world) is not null);
        Slice(world)!["endpoints"].ShouldBeNull();
        await world.CreateAsync(Deployment("web", 2));
        await world.UntilAsync("two endpoints", () => Slice(world)!.List("endpoints").Count(e => e["conditions"].Flag("ready")) == 2);
        Slice(world)!["ports"]![0].Int("port").ShouldBe(8080);
        await world.UntilAsync("Endpoints too", () => world.Find("v1", "endpoints", "web")?["subsets"]?[0].List("addresses").Count() == 2);
        await world.PatchAsync(DeploymentPath + "/web", """{"spec":{"replicas":0}}""");
        await world.UntilAsync("none", () => Slice(world)!["endpoints"] is null && world.Find("v1", "endpoints", "web")?["subsets"] is null);
        await world.DeleteAsync("/api/v1/namespaces/default/services/web");
        await world.UntilAsync("gone", () => Slice(world) is null && world.Find("v1", "endpoints", "web") is null);
    }

    [Fact]
    public async Task A_Pod_that_is_not_ready_is_no_endpoint_unless_the_Service_wants_it()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Service("web"));
        await world.CreateAsync(Pod("web", annotations: """ "sandbox/outcome":"unready" """));
        await world.UntilAsync("not ready", () => Slice(world)?["endpoints"]?[0]?["conditions"].Flag("ready") == false);
        world.Find("v1", "endpoints", "web")!["subsets"]![0].List("notReadyAddresses").Count().ShouldBe(1);
        await world.PatchAsync("/api/v1/namespaces/default/services/web", """{"spec":{"publishNotReadyAddresses":true}}""");
        await world.UntilAsync("published", () => Slice(world)?["endpoints"]?[0]?["conditions"].Flag("ready") == true);
    }

    [Fact]
    public async Task A_load_balancer_has_its_address_after_a_while_and_loses_it_with_its_type()
    {
        await using var world = await Harness.StartAsync(o => o with { Provisioning = TimeSpan.FromSeconds(30) });
        await world.CreateAsync(Service("lb", """ "type":"LoadBalancer","""));
        await world.StaysAsync("pending", TimeSpan.FromSeconds(25), () => Find(world, "lb")["status"]!["loadBalancer"]!["ingress"] is null);
        await world.UntilAsync("address", () => Find(world, "lb")["status"]!["loadBalancer"]!["ingress"]?[0].Text("ip") is not null);
        await world.PatchAsync("/api/v1/namespaces/default/services/lb", """{"spec":{"type":"ClusterIP"}}""");
        await world.UntilAsync("no address", () => Find(world, "lb")["status"]!["loadBalancer"]!["ingress"] is null);
    }

    [Fact]
    public async Task Without_a_provider_a_load_balancer_stays_pending()
    {
        await using var world = await Harness.StartAsync(o => o with { HasLoadBalancers = false });
        await world.CreateAsync(Service("lb", """ "type":"LoadBalancer","""));
        await world.StaysAsync("pending", TimeSpan.FromMinutes(5), () => Find(world, "lb")["status"]!["loadBalancer"]!["ingress"] is null);
    }

    [Fact]
    public async Task An_Ingress_has_its_address_after_a_while()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync("""
            {"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"web"},"spec":{"defaultBackend":{"service":{"name":"web","port":{"number":80}}}}}
            """);
        world.Find("networking.k8s.io/v1", "ingresses", "web")!["status"]!["loadBalancer"]!["ingress"].ShouldBeNull();
        await world.UntilAsync("address", () => world.Find("networking.k8s.io/v1", "ingresses", "web")!["status"]!["loadBalancer"]!["ingress"] is not null);
    }
}
