using System.Net;
using System.Text.Json.Nodes;
using Platform.EndToEnd.Tests.Harness;
using Shouldly;
using Xunit;

namespace Platform.EndToEnd.Tests.Flows;

/// <summary>What an operator does, from submission to healthy, through the gateway.</summary>
public abstract class Delivery(World world)
{
    [Fact]
    public async Task An_application_reaches_all_clusters_after_approval()
    {
        var rollout = await SubmitAsync("two-regions", Documents.TwoRegions("two-regions"));

        await PhaseAsync(rollout, "suspended");
        (await LiveAsync("two-regions", "east-1")).ShouldNotBeNull();
        (await LiveAsync("two-regions", "west-1")).ShouldBeNull("west waits for the approval");

        (await world.Api.PostAsync($"{rollout}/resume")).Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Accepted);
        var ended = await PhaseAsync(rollout, "succeeded");

        ended["clusters"]!.AsArray().Select(cluster => cluster!["phase"]!.ToString()).ShouldAllBe(phase => phase == "healthy");
        (await LiveAsync("two-regions", "west-1"))!["spec"]!["replicas"]!.GetValue<int>().ShouldBe(3);
        (await LiveAsync("two-regions", "east-2", "services")).ShouldNotBeNull();
        var application = (await world.Api.GetAsync($"{Applications}/two-regions")).Json;
        application["status"]!["services"]!.AsArray().ShouldAllBe(service => service!["healthy"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_submission_that_changes_nothing_makes_no_revision()
    {
        var first = await SubmitAsync("same", Documents.WebService("same"));
        await PhaseAsync(first, "succeeded");

        var again = await world.Api.SendYamlAsync(HttpMethod.Put, $"{Applications}/same", Documents.WebService("same"));

        again.Json["revision"]!.GetValue<long>().ShouldBe(1);
        (await world.Api.GetAsync($"{Applications}/same/revisions")).Json["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Same_idempotency_key_gives_the_same_answer_and_one_rollout()
    {
        var document = Documents.WebService("once");
        var first = await world.Api.SendYamlAsync(HttpMethod.Post, Applications, document, "key-once");
        var second = await world.Api.SendYamlAsync(HttpMethod.Post, Applications, document, "key-once");

        first.Status.ShouldBe(HttpStatusCode.Accepted, first.Text);
        second.Status.ShouldBe(HttpStatusCode.Accepted);
        second.Text.ShouldBe(first.Text);
        second.Location.ShouldBe(first.Location);
        var rollouts = (await world.Api.GetAsync("namespaces/default/rollouts")).Json["items"]!.AsArray();
        rollouts.Count(rollout => rollout!["application"]!.ToString() == "once").ShouldBe(1);
    }

    [Fact]
    public async Task A_new_revision_changes_what_is_live()
    {
        await PhaseAsync(await SubmitAsync("grows", Documents.WebService("grows", "nginx:1.25")), "succeeded");
        await PhaseAsync(await SubmitAsync("grows", Documents.WebService("grows", "nginx:1.26")), "succeeded");

        var live = await LiveAsync("grows", "east-1");
        live!["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.ToString().ShouldBe("nginx:1.26");
    }

    [Fact]
    public async Task A_package_pins_the_image_of_its_component()
    {
        await world.PushImageAsync("shop/web", "1.0.0");
        var source = new JsonObject { ["type"] = "webservice", ["image"] = new JsonObject { ["ref"] = "platform.local/shop/web:1.0.0" } };
        (await world.Api.PutAsync("namespaces/default/sources/pinned/web", source)).Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Created);
        (await world.Api.PostAsync("namespaces/default/packages/pinned", new JsonObject { ["version"] = "1.0.0" })).Status.ShouldBe(HttpStatusCode.Accepted);
        await Eventually.True(
            async () => (await world.Api.GetAsync("namespaces/default/packages/pinned/1.0.0")).Json["phase"]!.ToString() == "succeeded", "the package");

        var document = Documents.WebService("pinned").Replace("metadata:", "metadata:\n  annotations: {\"platform.oam.dev/package\": \"pinned:1.0.0\"}", StringComparison.Ordinal);
        var submitted = await Eventually.Get(
            async () => await world.Api.SendYamlAsync(HttpMethod.Put, $"{Applications}/pinned", document) is { Status: HttpStatusCode.Accepted } answer ? answer : null,
            "Deploy to know the package");
        await PhaseAsync(submitted.Location!, "succeeded");

        var live = await LiveAsync("pinned", "east-1");
        live!["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.ToString().ShouldMatch("^platform.local/shop/web(:1.0.0)?@sha256:[0-9a-f]{64}$");
    }

    [Fact]
    public async Task A_deleted_application_leaves_nothing_behind()
    {
        await PhaseAsync(await SubmitAsync("goes", Documents.WebService("goes")), "succeeded");

        var deleted = await world.Api.DeleteAsync($"{Applications}/goes");
        deleted.Status.ShouldBe(HttpStatusCode.Accepted, deleted.Text);

        await Eventually.True(async () => (await world.Api.GetAsync($"{Applications}/goes")).Status == HttpStatusCode.NotFound, "the application to go");
        foreach (var cluster in world.ClusterNames)
            (await LiveAsync("goes", cluster)).ShouldBeNull(cluster);
    }

    [Fact]
    public async Task A_broken_image_fails_at_its_timeout_naming_the_pod_and_harms_nobody_else()
    {
        var broken = await SubmitAsync("broken", Documents.WebService("broken", "nginx:broken", timeout: "8s"));
        var fine = await SubmitAsync("fine", Documents.WebService("fine"));

        await PhaseAsync(fine, "succeeded");
        var failed = await PhaseAsync(broken, "failed");
        failed.ToJsonString().ShouldContain("ImagePullBackOff");
        failed.ToJsonString().ShouldMatch("web-[a-z0-9]+-[a-z0-9]+");
    }

    [Fact]
    public async Task A_cluster_that_is_down_at_submission_gets_its_part_when_it_returns()
    {
        await world.SetOutageAsync("west-1", true);
        try
        {
            var rollout = await SubmitAsync("patient", Documents.WebService("patient", timeout: "2m"));
            await Eventually.True(
                async () => Clusters(await RolloutAsync(rollout)) is var phases
                    && phases.GetValueOrDefault("east-1") == "healthy" && phases.GetValueOrDefault("west-1") == "parked",
                "east to be healthy while west is parked");
            await world.SetOutageAsync("west-1", false);
            await PhaseAsync(rollout, "succeeded");
        }
        finally
        {
            await world.SetOutageAsync("west-1", false);
        }
    }

    private const string Applications = "namespaces/default/applications";

    private static Dictionary<string, string> Clusters(JsonObject rollout) =>
        rollout["clusters"]!.AsArray().ToDictionary(cluster => cluster!["cluster"]!.ToString(), cluster => cluster!["phase"]!.ToString());

    private async Task<string> SubmitAsync(string name, string document)
    {
        var answer = await world.Api.SendYamlAsync(HttpMethod.Put, $"{Applications}/{name}", document);
        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Text);
        return answer.Location!;
    }

    private async Task<JsonObject> RolloutAsync(string location) => (await world.Api.GetAsync(location)).Json;

    private Task<JsonObject> PhaseAsync(string location, string phase) => world.Api.RolloutAsync(location, phase);

    private Task<JsonObject?> LiveAsync(string application, string cluster, string resource = "deployments") =>
        world.LiveAsync(cluster, resource, application, "web");
}
