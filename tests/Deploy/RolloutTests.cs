using System.Text.Json.Nodes;
using Platform.Contracts.Deploy.V1;
using Platform.Contracts.Status.V1;

namespace Platform.Deploy.Tests;

public sealed class RolloutTests
{
    [Fact]
    public async Task An_application_goes_step_by_step_and_waits_for_the_approval()
    {
        await using var host = await DeployHost.StartAsync(["east-1", "east-2", "west-1"]);

        var rollout = await host.RollOutAsync(Yaml.Regions());
        var waiting = await host.PhaseAsync(rollout, "suspended");

        DeployHost.Clusters(waiting).ShouldBe(new Dictionary<string, string> { ["east-1"] = "healthy", ["east-2"] = "healthy", ["west-1"] = "pending" }, ignoreOrder: true);
        host["east-1"].Image("shop", "web").ShouldBe("nginx:1");
        host["west-1"].Objects.Keys.ShouldNotContain(path => path.Contains("shop"));
        (await host.GetAsync($"{DeployHost.Applications}/shop"))["status"]!["phase"]!.ToString().ShouldBe("workflowSuspending");

        var approved = await host.PostAsync($"{rollout}/resume");
        approved.Status.ShouldBe(202, approved.Text);
        var ended = await host.PhaseAsync(rollout, "succeeded");

        DeployHost.Clusters(ended).Values.ShouldAllBe(phase => phase == "healthy");
        host["west-1"].Deployment("shop", "web")!["spec"]!["replicas"]!.GetValue<int>().ShouldBe(3);
        var steps = ended["steps"]!.AsArray();
        steps.Select(step => $"{step!["name"]} {step["phase"]}").ShouldBe(["deploy-east succeeded", "approve succeeded", "deploy-west succeeded"]);
        steps[1]!["reason"]!.ToString().ShouldBe("approved by a-tester");
        var application = await host.GetAsync($"{DeployHost.Applications}/shop");
        application["status"]!["phase"]!.ToString().ShouldBe("running");
        application["status"]!["services"]!.AsArray().Count.ShouldBe(6);
        application["status"]!["services"]!.AsArray().ShouldAllBe(service => service!["healthy"]!.GetValue<bool>());
        application["status"]!["appliedResources"]!.AsArray().Count.ShouldBe(9);
    }

    [Fact]
    public async Task Everyone_is_told_once_of_everything()
    {
        await using var host = await DeployHost.StartAsync(["east-1", "west-1"]);

        var rollout = await host.RollOutAsync(Yaml.Regions());
        await host.PhaseAsync(rollout, "suspended");
        await host.PostAsync($"{rollout}/resume");
        await host.PhaseAsync(rollout, "succeeded");

        await Wait.UntilAsync("the last event", () => host.Heard.Of<RolloutSucceeded>().Count > 0);
        host.Heard.Of<ApplicationSubmitted>().ShouldHaveSingleItem().SubmittedBy.ShouldBe("a-tester");
        host.Heard.Of<RevisionCreated>().ShouldHaveSingleItem().Components.ShouldBe(["web", "jobs"]);
        host.Heard.Of<RolloutStarted>().ShouldHaveSingleItem().Clusters.ShouldBe(new Dictionary<string, int> { ["pending"] = 2 });
        host.Heard.Of<RolloutSuspended>().ShouldHaveSingleItem().Step.ShouldBe("approve");
        host.Heard.Of<RolloutResumed>().ShouldHaveSingleItem().Step.ShouldBe("approve");
        host.Heard.Of<RolloutSucceeded>().ShouldHaveSingleItem().Clusters.ShouldBe(new Dictionary<string, int> { ["healthy"] = 2 });
        host.Heard.Of<ClusterApplied>().Select(applied => applied.Cluster).ShouldBe(["east-1", "west-1"]);
        host.Heard.Of<ClusterApplied>().ShouldAllBe(applied => applied.Inventory.Count == 3 && applied.Changed == 3 && applied.Unchanged == 0);
        host.Heard.Of<RolloutStepChanged>().Select(step => $"{step.Step} {step.Phase}").ShouldBe(
        [
            "deploy-east Running", "deploy-east Succeeded", "approve Suspending", "approve Succeeded", "deploy-west Running", "deploy-west Succeeded",
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task A_rejected_rollout_ends_and_leaves_the_rest_alone()
    {
        await using var host = await DeployHost.StartAsync(["east-1", "west-1"]);
        var rollout = await host.RollOutAsync(Yaml.Regions());
        await host.PhaseAsync(rollout, "suspended");

        (await host.PostAsync($"{rollout}/reject", """{"reason":"not today"}""")).Status.ShouldBe(202);

        var ended = await host.PhaseAsync(rollout, "cancelled");
        ended["reason"]!.ToString().ShouldBe("rejected by a-tester: not today");
        await Wait.UntilAsync("west to be skipped", async () => DeployHost.Clusters(await host.GetAsync(rollout))["west-1"] == "skipped");
        host["west-1"].Deployment("shop", "web").ShouldBeNull();
        (await host.GetAsync(rollout))["clusters"]!.AsArray().ToDictionary(cluster => cluster!["cluster"]!.ToString(), cluster => cluster!["attempts"]!.GetValue<int>())
            .ShouldBe(new Dictionary<string, int> { ["east-1"] = 1, ["west-1"] = 0 });
        (await host.GetAsync($"{DeployHost.Applications}/shop"))["status"]!["phase"]!.ToString().ShouldBe("workflowTerminated");
    }

    [Fact]
    public async Task What_is_not_healthy_in_time_fails_the_step_with_what_was_seen_and_can_be_retried()
    {
        await using var host = await DeployHost.StartAsync(["east-1", "west-1"]);
        host.Status.Sees = (_, cluster, _) => cluster == "west-1" ? (HealthStatus.Degraded, "pod web-7f-x: ImagePullBackOff") : (HealthStatus.Healthy, null);

        var rollout = await host.RollOutAsync(Yaml.Web(timeout: "2s"));
        var failed = await host.PhaseAsync(rollout, "failed");

        failed["reason"]!.ToString().ShouldContain("step deploy: not done within 2 s: west-1: web: Degraded: pod web-7f-x: ImagePullBackOff");
        await Wait.UntilAsync("west to have failed", async () => DeployHost.Clusters(await host.GetAsync(rollout))["west-1"] == "failed");
        DeployHost.Clusters(await host.GetAsync(rollout))["east-1"].ShouldBe("healthy");
        (await host.GetAsync(rollout))["clusters"]!.AsArray().ShouldAllBe(cluster => cluster!["attempts"]!.GetValue<int>() == 1);
        (await host.GetAsync($"{DeployHost.Applications}/shop"))["status"]!["phase"]!.ToString().ShouldBe("workflowFailed");

        host.Status.Sees = (_, _, _) => (HealthStatus.Healthy, null);
        (await host.PostAsync($"{rollout}/retry")).Status.ShouldBe(202);
        var ended = await host.PhaseAsync(rollout, "succeeded");
        ended["clusters"]!.AsArray().Single(cluster => cluster!["cluster"]!.ToString() == "west-1")!["attempts"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task Health_of_what_was_there_before_proves_nothing()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        await host.PhaseAsync(await host.RollOutAsync(Yaml.Web()), "succeeded");
        var before = host.Status.Observe(await host.Status.AppliedAsync("shop/east-1"))!;

        host.Status.Sees = (_, _, _) => null;
        var rollout = await host.RollOutAsync(Yaml.Web(image: "nginx:2"));
        await Wait.UntilAsync("east to wait", async () => DeployHost.Clusters(await host.GetAsync(rollout)).GetValueOrDefault("east-1") == "waiting");
        await host.Service.Bus.Publish(before with { Revision = 2, Sequence = 1000, ObservedAt = TimeProvider.System.GetUtcNow() });
        await Wait.UntilAsync("the old news to be kept", async () =>
            (await host.GetAsync($"{DeployHost.Applications}/shop"))["status"]!["services"]![0]!["revision"]?.GetValue<long>() == 2);

        DeployHost.Clusters(await host.GetAsync(rollout))["east-1"].ShouldBe("waiting");
        (await host.GetAsync($"{DeployHost.Applications}/shop"))["status"]!["services"]![0]!["healthy"]!.GetValue<bool>().ShouldBeFalse();

        host.Status.Sees = (_, _, _) => (HealthStatus.Healthy, null);
        await host.Service.Bus.Publish(host.Status.Observe(await host.Status.AppliedAsync("shop/east-1", revision: 2))! with { Sequence = 1001 });
        await host.PhaseAsync(rollout, "succeeded");
    }

    [Fact]
    public async Task A_cancelled_rollout_stops_and_can_not_be_moved_again()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        host.Status.Sees = (_, _, _) => null;
        var rollout = await host.RollOutAsync(Yaml.Web());
        await Wait.UntilAsync("east to wait", async () => DeployHost.Clusters(await host.GetAsync(rollout)).GetValueOrDefault("east-1") == "waiting");

        (await host.PostAsync($"{rollout}/cancel")).Status.ShouldBe(202);

        (await host.PhaseAsync(rollout, "cancelled"))["reason"]!.ToString().ShouldBe("cancelled by a-tester");
        foreach (var verb in new[] { "resume", "reject", "cancel", "retry" })
        {
            var answer = await host.PostAsync($"{rollout}/{verb}");
            answer.Status.ShouldBe(409, verb);
            answer.Detail!.ShouldContain("cancelled by a-tester");
        }
    }

    [Fact]
    public async Task A_newer_revision_takes_the_place_of_a_running_older_one()
    {
        await using var host = await DeployHost.StartAsync(["east-1", "west-1"]);
        host.Status.Sees = (_, _, _) => null;
        var older = await host.RollOutAsync(Yaml.Web(image: "nginx:1"));
        await Wait.UntilAsync("east to wait", async () => DeployHost.Clusters(await host.GetAsync(older)).GetValueOrDefault("east-1") == "waiting");

        host.Status.Sees = (_, _, _) => (HealthStatus.Healthy, null);
        var newer = await host.RollOutAsync(Yaml.Web(image: "nginx:2"));

        await host.PhaseAsync(newer, "succeeded");
        (await host.PhaseAsync(older, "superseded"))["reason"]!.ToString().ShouldBe("revision 2 was submitted");
        host["east-1"].Image("shop", "web").ShouldBe("nginx:2");
        host["west-1"].Image("shop", "web").ShouldBe("nginx:2");
        (await host.PostAsync($"{older}/retry")).Status.ShouldBe(409);
    }

    [Fact]
    public async Task A_newer_revision_waits_or_is_refused_where_the_application_says_so()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        host.Status.Sees = (_, _, _) => null;
        static string With(string rule, string image) => Yaml.Web(image: image, extra: $"annotations: {{platform.oam.dev/supersede: {rule}}}");
        var older = await host.RollOutAsync(With("wait", "nginx:1"));
        await Wait.UntilAsync("east to wait", async () => DeployHost.Clusters(await host.GetAsync(older)).GetValueOrDefault("east-1") == "waiting");

        (await host.SubmitAsync(With("refuse", "nginx:2"))).Detail!.ShouldContain("still runs");
        (await host.SubmitAsync(With("maybe", "nginx:2"))).Text.ShouldContain("is replace, wait or refuse");
        var newer = await host.RollOutAsync(With("wait", "nginx:2"));
        await Wait.UntilAsync("the newer one to wait", async () => (await host.GetAsync(newer))["reason"]?.ToString().StartsWith("waits for rollout", StringComparison.Ordinal) == true);
        host["east-1"].Image("shop", "web").ShouldBe("nginx:1");

        host.Status.Sees = (_, _, _) => (HealthStatus.Healthy, null);
        await host.Service.Bus.Publish(host.Status.Observe(await host.Status.AppliedAsync("shop/east-1"))!);
        await host.PhaseAsync(older, "succeeded");
        await host.PhaseAsync(newer, "succeeded");
        host["east-1"].Image("shop", "web").ShouldBe("nginx:2");
    }

    [Fact]
    public async Task Within_a_step_a_component_comes_when_those_it_depends_on_are_well()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        host.Status.Sees = (_, _, component) => component == "web" ? null : (HealthStatus.Healthy, null);
        var rollout = await host.RollOutAsync(Yaml.Web(more: "- {name: after, type: worker, properties: {image: \"a:1\"}, dependsOn: [web]}"));
        await Wait.UntilAsync("east to wait", async () => DeployHost.Clusters(await host.GetAsync(rollout)).GetValueOrDefault("east-1") == "waiting");
        host["east-1"].Deployment("shop", "after").ShouldBeNull();

        host.Status.Sees = (_, _, _) => (HealthStatus.Healthy, null);
        await host.Service.Bus.Publish(host.Status.Observe(await host.Status.AppliedAsync("shop/east-1"))!);
        var ended = await host.PhaseAsync(rollout, "succeeded");
        host["east-1"].Deployment("shop", "after").ShouldNotBeNull();
        ended["clusters"]![0]!["attempts"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task Deploy_that_is_not_automatic_asks_first_and_a_suspension_with_a_duration_ends_by_itself()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        var yaml = Yaml.Web().Replace("properties: {policies: [where]}", "properties: {policies: [where], auto: false}\n      - {name: pause, type: suspend, properties: {duration: 1s}}");

        var rollout = await host.RollOutAsync(yaml);
        var asked = await host.PhaseAsync(rollout, "suspended");
        asked["steps"]![0]!["phase"]!.ToString().ShouldBe("suspending");
        host["east-1"].Deployment("shop", "web").ShouldBeNull();

        (await host.PostAsync($"{rollout}/resume", """{"step":"deploy"}""")).Status.ShouldBe(202);
        var ended = await host.PhaseAsync(rollout, "succeeded");
        ended["steps"]![1]!["reason"]!.ToString().ShouldBe("its time was over");
    }

    [Fact]
    public async Task Steps_apply_single_components_to_the_default_cluster()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        const string yaml = """
            apiVersion: core.oam.dev/v1beta1
            kind: Application
            metadata: {name: parts}
            spec:
              components:
                - {name: one, type: worker, properties: {image: "a:1"}}
                - {name: two, type: worker, properties: {image: "b:1"}}
            """;

        var ended = await host.PhaseAsync(await host.RollOutAsync(yaml), "succeeded");

        ended["steps"]!.AsArray().Count.ShouldBe(2);
        host["east-1"].Deployment("default", "one").ShouldNotBeNull();
        host["east-1"].Deployment("default", "two").ShouldNotBeNull();
        // Each apply tells the whole inventory: with the last one, both components are known.
        host.Heard.Of<ClusterApplied>().MaxBy(applied => applied.Sequence)!.Inventory.Count.ShouldBe(2);
    }
}
