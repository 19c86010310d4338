using System.Net;
using System.Text.Json.Nodes;
using Platform.EndToEnd.Tests.Harness;
using Shouldly;
using Xunit;

namespace Platform.EndToEnd.Tests.Flows;

/// <summary>Wishes that a rollout can't fulfil: the answer says why, and nothing moves.</summary>
public abstract class BadWishes(World world)
{
    private const string Applications = "namespaces/default/applications";

    [Fact]
    public async Task What_has_ended_can_not_be_approved_rejected_cancelled_or_retried()
    {
        var rollout = await SucceededAsync("ended");
        var before = await LiveAsync("ended");

        foreach (var verb in new[] { "resume", "reject", "cancel", "retry" })
        {
            var answer = await world.Api.PostAsync($"{rollout}/{verb}");
            Refused(answer, HttpStatusCode.Conflict, "has ended: it is succeeded");
        }

        (await RolloutAsync(rollout))["phase"]!.ToString().ShouldBe("succeeded");
        (await LiveAsync("ended")).ShouldBe(before);
    }

    [Fact]
    public async Task A_rollback_to_what_is_not_there_is_refused()
    {
        var rollout = await SucceededAsync("back");
        var before = await LiveAsync("back");

        Refused(await world.Api.PostAsync($"{rollout}/rollback"), HttpStatusCode.Conflict, "nothing to go back to");
        var gone = await world.Api.PostAsync($"{rollout}/rollback", new JsonObject { ["toRevision"] = 7 });
        Refused(gone, HttpStatusCode.UnprocessableEntity, "no revision 7");
        gone.Errors.ShouldHaveSingleItem().Path.ShouldBe("/toRevision");
        var elsewhere = await world.Api.PostAsync($"{rollout}/rollback", new JsonObject { ["clusters"] = new JsonArray("mars-1") });
        elsewhere.Errors.ShouldHaveSingleItem().Path.ShouldBe("/clusters/0");
        var everything = await world.Api.PostAsync($"{rollout}/rollback", new JsonObject { ["clusters"] = new JsonArray([.. Enumerable.Range(0, 3000).Select(number => (JsonNode)$"c-{number}")]) });
        Refused(everything, HttpStatusCode.UnprocessableEntity, "at most 2000");

        (await RolloutAsync(rollout))["phase"]!.ToString().ShouldBe("succeeded");
        (await LiveAsync("back")).ShouldBe(before);
    }

    [Fact]
    public async Task Of_two_who_cancel_the_second_hears_of_the_first()
    {
        var rollout = await SubmitAsync("stop", Documents.TwoRegions("stop"));
        await world.Api.RolloutAsync(rollout, "suspended");

        var both = await Task.WhenAll(world.Api.PostAsync($"{rollout}/cancel"), world.Api.PostAsync($"{rollout}/cancel"));

        both.Select(answer => answer.Status).ShouldBe([HttpStatusCode.Accepted, HttpStatusCode.Conflict], ignoreOrder: true);
        both.Single(answer => answer.Status == HttpStatusCode.Conflict).Text.ShouldContain("cancelled by");
        await world.Api.RolloutAsync(rollout, "cancelled");
        Refused(await world.Api.PostAsync($"{rollout}/cancel"), HttpStatusCode.Conflict, "cancelled by");
        (await world.LiveAsync("west-1", "deployments", "stop", "web")).ShouldBeNull("west had not been approved");
    }

    [Fact]
    public async Task Of_two_submissions_at_once_the_newer_is_what_is_live_and_the_same_twice_is_one()
    {
        string[] images = ["nginx:1", "nginx:2", "nginx:2"];
        var answers = await Task.WhenAll(images.Select(image => world.Api.SendYamlAsync(HttpMethod.Put, $"{Applications}/both", Documents.WebService("both", image))));

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Accepted);
        foreach (var location in answers.Select(answer => answer.Location!).Distinct())
            await Eventually.True(async () => (await RolloutAsync(location))["phase"]!.ToString() is "succeeded" or "superseded", $"{location} to end", TimeSpan.FromSeconds(90));
        var application = (await world.Api.GetAsync($"{Applications}/both")).Json;
        (await world.Api.RolloutAsync($"namespaces/default/rollouts/{application["status"]!["rollout"]}", "succeeded"))["revision"]!.GetValue<long>()
            .ShouldBe(answers.Max(answer => answer.Json["revision"]!.GetValue<long>()));
        (await world.LiveAsync("east-1", "deployments", "both", "web"))!["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.ToString()
            .ShouldBe(application["spec"]!["components"]![0]!["properties"]!["image"]!.ToString());
    }

    [Theory]
    [InlineData("{waves: [{clusterLabelSelector: {region: north}}]}", "wave 1 selects nothing")]
    [InlineData("{waves: [{percent: 100}, {percent: 10}]}", "wave 2 selects nothing")]
    [InlineData("{maxConcurrent: 0}", "maxConcurrent")]
    [InlineData("{onFailure: explode}", "onFailure")]
    public async Task A_strategy_that_can_not_be_met_is_refused_with_its_place(string strategy, string because)
    {
        var document = Documents.WebService("unmet").Replace("properties: {policies: [where]}", $"properties: {{policies: [where], strategy: {strategy}}}", StringComparison.Ordinal);

        var answer = await world.Api.SendYamlAsync(HttpMethod.Put, $"{Applications}/unmet", document);

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, answer.Text);
        answer.Errors.ShouldContain(error => error.Path!.StartsWith("/spec/workflow/steps/0/properties/strategy", StringComparison.Ordinal)
            && error.Line != null && (error.Path + error.Detail).Contains(because, StringComparison.Ordinal), answer.Text);
        (await world.Api.GetAsync($"{Applications}/unmet")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_kind_that_no_cluster_knows_fails_the_rollout_before_anything_is_applied()
    {
        var rollout = await SubmitAsync("gauges", """
            apiVersion: core.oam.dev/v1beta1
            kind: Application
            metadata: {name: gauges}
            spec:
              components:
                - {name: web, type: webservice, properties: {image: "nginx:1"}}
                - {name: gauge, type: k8s-objects, properties: {objects: [{apiVersion: example.org/v1, kind: Gauge, metadata: {name: g}}]}}
              policies:
                - {name: where, type: topology, properties: {namespace: gauges, clusterLabelSelector: {}}}
            """);

        (await world.Api.RolloutAsync(rollout, "failed"))["reason"]!.ToString().ShouldContain("does not know Gauge (example.org/v1)");

        foreach (var cluster in world.ClusterNames)
            (await world.LiveAsync(cluster, "deployments", "gauges", "web")).ShouldBeNull(cluster);
    }

    [Fact]
    public async Task An_account_that_may_do_only_half_of_it_does_nothing_of_it()
    {
        await world.Api.RolloutAsync(await SubmitAsync("half-rights", """
            apiVersion: core.oam.dev/v1beta1
            kind: Application
            metadata: {name: half-rights}
            spec:
              components:
                - name: rights
                  type: k8s-objects
                  properties:
                    objects:
                      - {apiVersion: v1, kind: Namespace, metadata: {name: half}}
                      - {apiVersion: v1, kind: ServiceAccount, metadata: {name: half, namespace: half}}
                      - {apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: half, namespace: half}, rules: [{apiGroups: [""], resources: ["*"], verbs: ["*"]}]}
                      - apiVersion: rbac.authorization.k8s.io/v1
                        kind: RoleBinding
                        metadata: {name: half, namespace: half}
                        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: half}
                        subjects: [{kind: ServiceAccount, name: half, namespace: half}]
              policies:
                - {name: where, type: topology, properties: {clusters: [east-1]}}
            """), "succeeded");

        var rollout = await SubmitAsync("half", """
            apiVersion: core.oam.dev/v1beta1
            kind: Application
            metadata: {name: half, namespace: half, annotations: {app.oam.dev/service-account-name: half}}
            spec:
              components:
                - {name: web, type: webservice, properties: {image: "nginx:1", ports: [{port: 80, expose: true}]}}
              policies:
                - {name: where, type: topology, properties: {clusters: [east-1]}}
            """, ns: "half");

        (await world.Api.RolloutAsync(rollout, "failed"))["reason"]!.ToString()
            .ShouldContain("system:serviceaccount:half:half may not get, create, patch deployments.apps in namespace half; nothing was applied");
        (await world.LiveAsync("east-1", "services", "half", "web")).ShouldBeNull("the Service it may have made");
    }

    private static void Refused(Answer answer, HttpStatusCode status, string because)
    {
        answer.Status.ShouldBe(status, answer.Text);
        answer.Json["status"]!.GetValue<int>().ShouldBe((int)status);
        (answer.Json["detail"]?.ToString() + string.Join(' ', answer.Errors.Select(error => error.Detail))).ShouldContain(because);
        answer.Json["traceId"].ShouldNotBeNull();
    }

    private async Task<string> SucceededAsync(string name)
    {
        var rollout = await SubmitAsync(name, Documents.WebService(name));
        await world.Api.RolloutAsync(rollout, "succeeded");
        return rollout;
    }

    private async Task<string> SubmitAsync(string name, string document, string ns = "default")
    {
        var answer = await world.Api.SendYamlAsync(HttpMethod.Put, $"namespaces/{ns}/applications/{name}", document);
        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Text);
        return answer.Location!;
    }

    private async Task<JsonObject> RolloutAsync(string location) => (await world.Api.GetAsync(location)).Json;

    /// <summary>The generation on each cluster: it grows with every change of what is wanted.</summary>
    private async Task<string> LiveAsync(string application)
    {
        var live = await Task.WhenAll(world.ClusterNames.Select(cluster => world.LiveAsync(cluster, "deployments", application, "web")));
        return string.Join(' ', live.Select(item => $"{item!["metadata"]!["uid"]}/{item["metadata"]!["generation"]}"));
    }
}
