using System.Text.Json.Nodes;
using Platform.Contracts.Deploy.V1;
using Platform.Hosting;

namespace Platform.Deploy.Tests;

/// <summary>What policies say of single objects, and whose an object is.</summary>
public sealed class PolicyTests
{
    private const string Web = "/apis/apps/v1/namespaces/shared/deployments/web";

    /// <summary>A worker <c>web</c> in namespace <c>shared</c>, with one policy over it.</summary>
    private static string App(string name, string image, string? policy = null, string more = "") => $$$"""
        apiVersion: core.oam.dev/v1beta1
        kind: Application
        metadata: {name: {{{name}}}}
        spec:
          components:
            - {name: web, type: worker, properties: {image: "{{{image}}}"}}
            {{{more}}}
          policies:
            - {name: where, type: topology, properties: {namespace: shared}}
            {{{(policy is null ? "" : $"- {policy}")}}}
        """;

    private static string Rules(string type, string more = "") =>
        $"{{name: policy, type: {type}, properties: {{rules: [{{selector: {{resourceTypes: [Deployment]}}{more}}}]}}}}";

    [Fact]
    public async Task Two_applications_with_an_object_of_the_same_name_do_not_overwrite_each_other()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        await host.PhaseAsync(await host.RollOutAsync(App("first", "a:1")), "succeeded");

        var failed = await host.PhaseAsync(await host.RollOutAsync(App("second", "b:1")), "failed");

        failed["reason"]!.ToString().ShouldContain("Deployment web belongs to application default/first; give one of them another name");
        host["east-1"].Image("shared", "web").ShouldBe("a:1");
        await DeleteAsync(host, "second");
        host["east-1"].Image("shared", "web").ShouldBe("a:1");
    }

    [Fact]
    public async Task A_shared_object_is_applied_by_the_first_and_deleted_by_the_last()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        foreach (var (name, image) in new[] { ("first", "a:1"), ("second", "b:1") })
            await host.PhaseAsync(await host.RollOutAsync(App(name, image, Rules("shared-resource"))), "succeeded");
        var live = host["east-1"].Objects[Web];
        host["east-1"].Image("shared", "web").ShouldBe("a:1");
        live["metadata"]!["annotations"]!["app.oam.dev/shared-by"]!.ToString().ShouldBe("default/first,default/second");

        await DeleteAsync(host, "first");
        host["east-1"].Objects[Web]["metadata"]!["labels"]!["app.oam.dev/name"]!.ToString().ShouldBe("second");
        await host.PhaseAsync(await host.RollOutAsync(App("second", "b:2", Rules("shared-resource"))), "succeeded");
        host["east-1"].Image("shared", "web").ShouldBe("b:2");

        await DeleteAsync(host, "second");
        host["east-1"].Objects.ShouldNotContainKey(Web);
    }

    [Fact]
    public async Task What_somebody_else_made_is_taken_over_only_when_a_policy_says_so()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        Foreign(host);

        var failed = await host.PhaseAsync(await host.RollOutAsync(App("app", "a:1")), "failed");
        failed["reason"]!.ToString().ShouldContain("exists already and was not made by this platform");
        host["east-1"].Writes.ShouldNotContain(write => write.Contains("/deployments/web"));

        await host.PhaseAsync(await host.RollOutAsync(App("app", "a:1", Rules("take-over"))), "succeeded");
        host["east-1"].Image("shared", "web").ShouldBe("a:1");
        host["east-1"].Writes.ShouldContain(write => write.Contains("/deployments/web") && write.Contains("force=true"));
    }

    [Fact]
    public async Task A_read_only_object_has_to_be_there_and_stays_as_it_is()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        var missing = await host.PhaseAsync(await host.RollOutAsync(App("app", "a:1", Rules("read-only"))), "failed");
        missing["reason"]!.ToString().ShouldContain("does not exist, and a read-only policy says that it is not to be made");
        Foreign(host);

        await host.PhaseAsync(await host.RollOutAsync(App("app", "a:2", Rules("read-only"))), "succeeded");
        await DeleteAsync(host, "app");

        host["east-1"].Image("shared", "web").ShouldBe("foreign:1");
        host["east-1"].Writes.ShouldNotContain(write => write.Contains("/deployments/web"));
    }

    [Fact]
    public async Task Fields_that_are_applied_once_keep_what_others_made_of_them()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        var once = Rules("apply-once", ", strategy: {path: [\"spec.replicas\"]}");
        string With(string image) => App("app", image, once).Replace($"properties: {{image: \"{image}\"}}}}", $"properties: {{image: \"{image}\"}}, traits: [{{type: scaler, properties: {{replicas: 2}}}}]}}");
        await host.PhaseAsync(await host.RollOutAsync(With("a:1")), "succeeded");
        host["east-1"].Objects[Web]["spec"]!["replicas"]!.GetValue<int>().ShouldBe(2);
        host["east-1"].Objects[Web]["spec"]!["replicas"] = 7;

        await host.PhaseAsync(await host.RollOutAsync(With("a:2")), "succeeded");

        host["east-1"].Image("shared", "web").ShouldBe("a:2");
        host["east-1"].Objects[Web]["spec"]!["replicas"]!.GetValue<int>().ShouldBe(7);
    }

    [Theory]
    [InlineData("{name: policy, type: garbage-collect, properties: {keepLegacyResource: true}}", true, false)]
    [InlineData("{name: policy, type: garbage-collect, properties: {rules: [{selector: {componentNames: [old]}, strategy: onAppDelete}]}}", true, false)]
    [InlineData("{name: policy, type: garbage-collect, properties: {rules: [{selector: {componentNames: [old]}, strategy: never}]}}", true, true)]
    [InlineData("{name: policy, type: garbage-collect, properties: {rules: [{selector: {componentNames: [web]}, strategy: never}]}}", false, false)]
    public async Task What_a_revision_no_longer_has_goes_when_the_policy_says(string policy, bool afterUpdate, bool afterDelete)
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        await host.PhaseAsync(await host.RollOutAsync(App("app", "a:1", policy, "- {name: old, type: worker, properties: {image: \"o:1\"}}")), "succeeded");

        await host.PhaseAsync(await host.RollOutAsync(App("app", "a:1", policy)), "succeeded");
        (host["east-1"].Deployment("shared", "old") is not null).ShouldBe(afterUpdate);

        await DeleteAsync(host, "app");
        (host["east-1"].Deployment("shared", "old") is not null).ShouldBe(afterDelete);
    }

    [Fact]
    public async Task A_field_that_changes_by_making_the_object_anew_does_so()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        var policy = Rules("resource-update", ", strategy: {recreateFields: [\"spec.template.spec.containers[0].image\"]}");
        await host.PhaseAsync(await host.RollOutAsync(App("app", "a:1", policy)), "succeeded");
        var uid = host["east-1"].Objects[Web]["metadata"]!["uid"]!.ToString();

        await host.PhaseAsync(await host.RollOutAsync(App("app", "a:2", policy)), "succeeded");

        host["east-1"].Image("shared", "web").ShouldBe("a:2");
        host["east-1"].Objects[Web]["metadata"]!["uid"]!.ToString().ShouldNotBe(uid);
        host.Heard.Of<ClusterApplied>().MaxBy(applied => applied.Sequence)!.Warnings.ShouldContain(warning => warning.Contains("deleted and made again"));
    }

    [Fact]
    public async Task An_account_that_may_do_only_half_of_it_does_none_of_it_and_hears_what_is_missing()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        host["east-1"].Rules = """[{"verbs":["*"],"apiGroups":[""],"resources":["*"]},{"verbs":["get"],"apiGroups":["apps"],"resources":["deployments"]}]""";
        var yaml = App("app", "a:1", more: "- {name: config, type: k8s-objects, properties: {objects: [{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}]}}");

        var failed = await host.PhaseAsync(await host.RollOutAsync(yaml), "failed");

        failed["reason"]!.ToString().ShouldContain("on cluster east-1, the account of its kubeconfig may not create, patch deployments.apps in namespace shared; nothing was applied");
        host["east-1"].Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cluster_that_does_not_know_one_kind_of_it_gets_none_of_it()
    {
        await using var host = await DeployHost.StartAsync(["east-1"]);
        const string Gauge = "{apiVersion: example.org/v1, kind: Gauge, metadata: {name: g}}";
        var yaml = App("app", "a:1", more: $"- {{name: gauge, type: k8s-objects, properties: {{objects: [{Gauge}]}}}}");

        var failed = await host.PhaseAsync(await host.RollOutAsync(yaml), "failed");

        failed["reason"]!.ToString().ShouldContain("Cluster east-1 does not know Gauge (example.org/v1); is its CustomResourceDefinition installed there? Nothing was applied.");
        host["east-1"].Writes.ShouldBeEmpty();
    }

    private static void Foreign(DeployHost host) => host["east-1"].Objects[Web] = (JsonObject)JsonNode.Parse("""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shared","uid":"f","resourceVersion":"0"},
         "spec":{"template":{"spec":{"containers":[{"name":"web","image":"foreign:1"}]}}}}
        """)!;

    private static async Task DeleteAsync(DeployHost host, string name)
    {
        var deleted = await host.Service.SendAsync(HttpMethod.Delete, $"{DeployHost.Applications}/{name}", role: Role.Operator);
        await host.PhaseAsync(deleted.Location!["/api/v1/".Length..], "succeeded");
    }
}
