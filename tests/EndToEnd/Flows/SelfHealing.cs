using System.Text.Json.Nodes;
using Platform.EndToEnd.Tests.Harness;
using Platform.Kubernetes;
using Shouldly;
using Xunit;

namespace Platform.EndToEnd.Tests.Flows;

/// <summary>What others do to an application's objects on a cluster is seen, told, and undone.</summary>
public abstract class SelfHealing(World world)
{
    [Fact]
    public async Task What_somebody_changes_or_deletes_is_told_and_undone_and_a_rollout_is_not_taken_for_it()
    {
        var answer = await world.Api.SendYamlAsync(HttpMethod.Put, "namespaces/default/applications/heals", Documents.WebService("heals"));
        await world.Api.RolloutAsync(answer.Location!, "succeeded");
        answer = await world.Api.SendYamlAsync(HttpMethod.Put, "namespaces/default/applications/heals", Documents.WebService("heals", "nginx:1.26"));
        await world.Api.RolloutAsync(answer.Location!, "succeeded");

        await using var clients = new ClusterClients(policy: new() { AllowLoopback = true });
        var east = clients.Get("east-1", world.Kubeconfig("east-1"));
        var edit = (JsonObject)JsonNode.Parse("""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"heals"},
             "spec":{"template":{"spec":{"containers":[{"name":"web","image":"nginx:evil"}]}}}}
            """)!;
        (await east.ApplyAsync(edit, options: new() { FieldManager = "kubectl-edit", Force = true })).Failure.ShouldBeNull();
        var events = await world.EventsUntilAsync("default/heals/east-1", "platform.deploy.v1.resource-repaired");

        (await world.LiveAsync("east-1", "deployments", "heals", "web"))!["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.ToString().ShouldBe("nginx:1.26");
        var drifted = events.Where(told => told["type"]!.ToString() == "platform.status.v1.resource-drifted").ShouldHaveSingleItem()["data"]!;
        drifted["fields"]!.AsArray().Select(f => f!.ToString()).ShouldBe(["spec.template.spec.containers[web].image"]);
        drifted["changedBy"]!.AsArray().Select(f => f!.ToString()).ShouldBe(["kubectl-edit"]);

        (await east.DeleteAsync(new("v1", "Service", "heals", "web"))).ShouldBeTrue();
        await Eventually.Get(() => world.LiveAsync("east-1", "services", "heals", "web"), "the Service to be made again");
        await Eventually.True(
            async () => (await world.Api.GetAsync("namespaces/default/applications/heals/timeline")).Text.Contains("Service web on east-1 was made again", StringComparison.Ordinal),
            "the timeline to tell of it");
        (await world.EventsUntilAsync("default/heals", "platform.deploy.v1.resource-repaired"))
            .Count(told => told["type"]!.ToString() == "platform.status.v1.resource-drifted").ShouldBe(2, "nothing but the edit and the deletion");
    }
}
