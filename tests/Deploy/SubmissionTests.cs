using System.Text.Json.Nodes;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applications;
using Platform.Deploy.Revisions;
using Platform.Deploy.Rollouts;
using Platform.Storage;

namespace Platform.Deploy.Tests;

public sealed class SubmissionTests
{
    [Fact]
    public async Task Three_faults_are_told_with_line_and_path_and_nothing_is_stored()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        const string yaml = """
            apiVersion: core.oam.dev/v1beta1
            kind: Application
            metadata:
              name: faulty
            spec:
              components:
                - name: web
                  type: webservise
                  properties: {image: nginx}
                - name: api
                  type: webservice
                  properties: {port: 80}
                  traits:
                    - type: scaler
                      properties: {replicas: many}
            """;

        var answer = await host.SubmitAsync(yaml);

        answer.Status.ShouldBe(422, answer.Text);
        var errors = answer.Json["errors"]!.AsArray();
        errors.ShouldContain(error => error!["path"]!.ToString() == "/spec/components/0/type" && (int)error["line"]! == 8 && error["detail"]!.ToString().Contains("webservice"));
        errors.ShouldContain(error => error!["path"]!.ToString().StartsWith("/spec/components/1/properties") && error["detail"]!.ToString().Contains("image"));
        errors.ShouldContain(error => error!["path"]!.ToString() == "/spec/components/1/traits/0/properties/replicas" && (int)error["line"]! == 15);
        (await host.Service.GetAsync($"{DeployHost.Applications}/faulty")).Status.ShouldBe(404);
        var ct = TestContext.Current.CancellationToken;
        (await host.Service.Documents<RevisionDocument>().CountAsync(Find<RevisionDocument>.All, ct)).ShouldBe(0);
        (await host.Service.Documents<RolloutDocument>().CountAsync(Find<RolloutDocument>.All, ct)).ShouldBe(0);
    }

    [Fact]
    public async Task A_condition_that_can_not_be_read_is_refused()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        const string yaml = """
            apiVersion: core.oam.dev/v1beta1
            kind: Application
            metadata: {name: early}
            spec:
              components:
                - {name: a, type: worker, properties: {image: a}, outputs: [{name: x, valueFrom: output.metadata.name}]}
                - {name: b, type: worker, properties: {image: a}, inputs: [{from: x, parameterKey: image}]}
              policies:
                - {name: copies, type: replication, properties: {keys: [one, two]}}
              workflow:
                steps:
                  - {name: one, type: deploy}
                  - {name: two, type: print-message-in-status, if: "(status.one.succeeded", properties: {message: done}}
            """;

        var answer = await host.SubmitAsync(yaml);

        answer.Status.ShouldBe(422, answer.Text);
        answer.Json["errors"]!.AsArray().Select(error => $"{error!["path"]} {error["detail"]}").ShouldBe([
            "/spec/workflow/steps/1/if the condition can't be read: ')' is missing",
        ]);
    }

    [Fact]
    public async Task Text_that_is_no_yaml_is_unreadable_with_its_line()
    {
        await using var host = await DeployHost.StartAsync([]);
        var answer = await host.SubmitAsync("kind: Application\nspec: [unclosed\n");
        answer.Status.ShouldBe(400, answer.Text);
        answer.Json["errors"]![0]!["line"].ShouldNotBeNull();
        (await host.SubmitAsync("kind: Service\nmetadata: {name: x}\n")).Status.ShouldBe(422);
    }

    [Fact]
    public async Task An_unknown_cluster_package_and_namespace_are_told_with_their_path()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        await host.PackageAsync("shop", "1.0.0", "web", "x");
        await Wait.UntilAsync("the package", async () => (await host.SubmitAsync(Yaml.Web(extra: "annotations: {platform.oam.dev/package: \"shop:1.0.0\"}"), "?dryRun=true")).Status == 200);

        var answer = await host.SubmitAsync(Yaml.Web(extra: "annotations: {platform.oam.dev/package: \"shop:^2\"}"));
        answer.Status.ShouldBe(422, answer.Text);
        answer.Errors.ShouldHaveSingleItem().ShouldBe(
            ("/metadata/annotations/platform.oam.dev~1package", "application package 'shop:^2' doesn't exist; known versions of 'shop' are 1.0.0"));

        answer = await host.SubmitAsync(Yaml.Web().Replace("clusterLabelSelector: {}", "clusters: [mars-1]"));
        answer.Status.ShouldBe(422, answer.Text);
        answer.Errors.ShouldHaveSingleItem().Path!.ShouldStartWith("/spec/policies/0/properties/clusters");

        answer = await host.SubmitAsync(Yaml.Web(extra: "namespace: other"));
        answer.Errors.ShouldHaveSingleItem().Path.ShouldBe("/metadata/namespace");
        answer = await host.Service.SendAsync(HttpMethod.Put, $"{DeployHost.Applications}/other", Yaml.Web(), Platform.Hosting.Role.Operator, "application/yaml");
        answer.Errors.ShouldHaveSingleItem().Path.ShouldBe("/metadata/name");
    }

    [Fact]
    public async Task A_package_gives_the_image_and_a_range_is_pinned_when_the_revision_is_made()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        await host.PackageAsync("shop", "1.4.0", "web", "registry/web@sha256:140");
        await host.PackageAsync("shop", "1.5.0", "web", "registry/web@sha256:150");
        await host.PackageAsync("shop", "2.0.0", "web", "registry/web@sha256:200");
        var yaml = Yaml.Web(extra: "annotations: {platform.oam.dev/package: \"shop:^1.4\"}");
        await Wait.UntilAsync("the packages", async () => (await host.SubmitAsync(yaml, "?dryRun=true")).Text.Contains("sha256:150"));

        await host.PhaseAsync(await host.RollOutAsync(yaml), "succeeded");

        host["east-1"].Image("shop", "web").ShouldBe("registry/web@sha256:150");
        var revision = await host.GetAsync($"{DeployHost.Applications}/shop/revisions/1");
        revision["packageVersion"]!.ToString().ShouldBe("1.5.0");
        revision["packageDigest"]!.ToString().ShouldBe("sha256:1.5.0");
    }

    [Fact]
    public async Task The_same_content_is_the_same_revision_however_it_is_written()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        var first = await host.RollOutAsync(Yaml.Web());
        await host.PhaseAsync(first, "succeeded");

        var again = await host.SubmitAsync("# a comment\n" + Yaml.Web().Replace("timeout: 1m", "timeout:   1m"));

        again.Status.ShouldBe(202);
        again.Json["revision"]!.GetValue<long>().ShouldBe(1);
        again.Json["changed"]!.GetValue<bool>().ShouldBeFalse();
        again.Location!.ShouldEndWith(first);
        (await host.GetAsync($"{DeployHost.Applications}/shop/revisions"))["items"]!.AsArray().Count.ShouldBe(1);

        var published = await host.SubmitAsync(Yaml.Web(extra: "annotations: {app.oam.dev/publishVersion: \"v2\"}"));
        published.Json["revision"]!.GetValue<long>().ShouldBe(2);
    }

    [Fact]
    public async Task Many_submissions_at_once_are_each_consistent()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);

        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(number => host.SubmitAsync(Yaml.Web(image: $"nginx:{(number + 1) / 2}"))));

        answers.ShouldAllBe(answer => answer.Status == 202);
        var rollouts = answers.Select(answer => answer.Location!["/api/v1/".Length..]).Distinct().ToList();
        await Wait.UntilAsync("all to end", async () =>
        {
            foreach (var rollout in rollouts)
            {
                if ((await host.GetAsync(rollout))["phase"]!.ToString() is not ("succeeded" or "superseded"))
                    return false;
            }

            return true;
        });
        foreach (var answer in answers)
        {
            var revision = await host.GetAsync($"{DeployHost.Applications}/shop/revisions/{answer.Json["revision"]}");
            var rollout = await host.GetAsync(answer.Location!["/api/v1/".Length..]);
            rollout["revision"]!.GetValue<long>().ShouldBe(revision["revision"]!.GetValue<long>());
        }

        var application = await host.GetAsync($"{DeployHost.Applications}/shop");
        var newest = await host.GetAsync($"namespaces/default/rollouts/{application["status"]!["rollout"]}");
        newest["phase"]!.ToString().ShouldBe("succeeded");
        host["east-1"].Image("shop", "web").ShouldBe(application["spec"]!["components"]![0]!["properties"]!["image"]!.ToString());
    }

    [Fact]
    public async Task A_submission_that_broke_off_half_way_is_cleared_away_and_its_repeat_finds_what_is_there()
    {
        await using var host = await DeployHost.StartAsync(["east-1"], ("Deploy:SubmissionGrace", "00:00:01"));
        // As after a crash before the last write: a rollout that no application carries.
        var beginnings = (RolloutBeginnings)host.Service.Services.GetService(typeof(RolloutBeginnings))!;
        var ct = TestContext.Current.CancellationToken;
        var left = await beginnings.InsertAsync("default/shop", 0, RolloutKind.Apply, 1, [], "somebody", ct);

        (await host.PhaseAsync($"namespaces/default/rollouts/{left.CorrelationId}", "cancelled"))["reason"]!.ToString().ShouldBe("the submission was broken off");

        await host.PhaseAsync(await host.RollOutAsync(Yaml.Web()), "succeeded");
        host.Heard.Of<RolloutStarted>().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_start_clears_away_what_broke_off_before_it_and_leaves_what_is_being_submitted()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        var beginnings = (RolloutBeginnings)host.Service.Services.GetService(typeof(RolloutBeginnings))!;
        var ct = TestContext.Current.CancellationToken;
        var left = await beginnings.InsertAsync("default/left", 0, RolloutKind.Apply, 1, [], "somebody", ct);
        var fresh = await beginnings.InsertAsync("default/fresh", 0, RolloutKind.Apply, 1, [], "somebody", ct);
        // As if it were stored between the start of the process and its look at what was left.
        await host.Service.Documents<RolloutDocument>().UpdateAsync(fresh.Id, rollout => (rollout.CreatedAt = TimeProvider.System.GetUtcNow().AddSeconds(30)) > left.CreatedAt, ct);

        await host.RestartAsync();

        await host.PhaseAsync($"namespaces/default/rollouts/{left.CorrelationId}", "cancelled");
        (await host.GetAsync($"namespaces/default/rollouts/{fresh.CorrelationId}"))["phase"]!.ToString().ShouldBe("pending");
    }

    [Fact]
    public async Task Strict_makes_faults_of_warnings()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        var yaml = Yaml.Web().Replace("image: \"nginx:1\"", "image: \"nginx:1\", colour: blue");
        (await host.SubmitAsync(yaml, "?dryRun=true")).Json["warnings"]!.AsArray().ShouldContain(warning => warning!["path"]!.ToString() == "/spec/components/0/properties/colour");
        var strict = await host.SubmitAsync(yaml, "?strict=true");
        strict.Status.ShouldBe(422);
        strict.Errors.ShouldContain(error => error.Path == "/spec/components/0/properties/colour");
    }

    [Fact]
    public async Task Lists_are_paged_and_selected_by_label()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        foreach (var name in new[] { "a", "b", "c" })
            await host.RollOutAsync(Yaml.Web(name, extra: $"labels: {{tier: {(name == "b" ? "back" : "front")}}}"));

        var first = await host.GetAsync($"{DeployHost.Applications}?limit=2");
        var second = await host.GetAsync($"{DeployHost.Applications}?limit=2&continue={first["continue"]}");
        var front = await host.GetAsync($"{DeployHost.Applications}?labelSelector=tier%3Dfront");

        first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(item => item!["name"]!.ToString()).ShouldBe(["a", "b", "c"]);
        front["items"]!.AsArray().Select(item => item!["name"]!.ToString()).ShouldBe(["a", "c"]);
        (await host.Service.GetAsync($"{DeployHost.Applications}?continue=rubbish")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_newer_package_is_offered_until_the_application_has_it()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        await TellAsync("1.0.0");
        await host.PhaseAsync(await host.RollOutAsync(Shop("^1.0")), "succeeded");
        (await UpgradeAsync()).ShouldBeNull();

        await TellAsync("1.1.0");
        await TellAsync("1.2.0-rc.1");
        await Wait.UntilAsync("the upgrade to be offered", async () => await UpgradeAsync() is not null);
        (await UpgradeAsync())!.ToJsonString().ShouldBe("""{"package":"shop","version":"1.1.0","digest":"sha256:1.1.0","accepted":true}""");
        await TellAsync("2.0.0");
        await Wait.UntilAsync("the newer one to be offered", async () => (await UpgradeAsync())?["version"]!.ToString() == "2.0.0");
        ((bool)(await UpgradeAsync())!["accepted"]!).ShouldBeFalse();

        await host.PhaseAsync(await host.RollOutAsync(Shop("2.0.0")), "succeeded");
        (await UpgradeAsync()).ShouldBeNull();

        Task TellAsync(string version) => host.PackageAsync("shop", version, "web", $"nginx:{version}");
        async Task<JsonNode?> UpgradeAsync() => (await host.GetAsync("namespaces/default/applications/shop"))["status"]!["upgradeAvailable"];
        static string Shop(string version) => $$"""
            apiVersion: core.oam.dev/v1beta1
            kind: Application
            metadata:
              name: shop
              annotations: {platform.oam.dev/package: "shop:{{version}}"}
            spec:
              components: [{name: web, type: webservice}]
            """;
    }
}
