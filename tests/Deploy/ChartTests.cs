using System.Text.Json.Nodes;
using Platform.Deploy.Planning.Fetching;
using Platform.Storage;

namespace Platform.Deploy.Tests;

/// <summary>Charts of packages, rendered by the real Helm and delivered.</summary>
public sealed class ChartTests
{
    private const string Deployment = "apis/apps/v1/namespaces/shop/deployments/web-web";
    private const string Settings = "api/v1/namespaces/shop/configmaps/web-settings";
    private const string Extra = "api/v1/namespaces/shop/configmaps/web-extra";

    [Fact]
    public async Task A_chart_is_rendered_applied_with_our_labels_and_pruned_by_the_next_revision()
    {
        Tool.Require("helm");
        await using var host = await DeployHost.StartAsync(["east-1"]);
        await host.PackageAsync("1.0.0", await host.StoreChartAsync(Contents.Chart()));

        await host.PhaseAsync(await host.RollOutAsync(Contents.Application(properties: "{values: {extra: true, color: 'red'}}")), "succeeded");

        var live = host["east-1"].Live(Deployment).ShouldNotBeNull();
        live["metadata"]!["labels"]!["app.oam.dev/component"]!.ToString().ShouldBe("web");
        live["metadata"]!["labels"]!["app.oam.dev/resourceType"]!.ToString().ShouldBe("WORKLOAD");
        host["east-1"].Live(Settings)!["data"]!["color"]!.ToString().ShouldBe("red");
        host["east-1"].Live(Extra)!["metadata"]!["labels"]!["trait.oam.dev/type"]!.ToString().ShouldBe("AuxiliaryWorkload");

        await host.PackageAsync("1.1.0", await host.StoreChartAsync(Contents.Chart("1.1.0")));
        await host.PhaseAsync(await host.RollOutAsync(Contents.Application("1.1.0")), "succeeded");
        host["east-1"].Live(Extra).ShouldBeNull();
        host["east-1"].Live(Settings)!["data"]!["color"]!.ToString().ShouldBe("blue");
        host["east-1"].Live(Deployment)!["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.ToString().ShouldBe("nginx:1.1.0");
    }

    [Fact]
    public async Task Clusters_with_other_values_get_other_renderings_and_those_with_the_same_share_one()
    {
        Tool.Require("helm");
        await using var host = await DeployHost.StartAsync(["east-1", "east-2"]);
        await host.AddClusterAsync("west-1", new() { ["parameters"] = new JsonObject { ["color"] = "green" } });
        await host.PackageAsync("1.0.0", await host.StoreChartAsync(Contents.Chart()));

        await host.PhaseAsync(await host.RollOutAsync(Contents.Application(properties: "{values: {color: '${cluster.params.color ?? \"grey\"}'}}")), "succeeded");

        string? ColorOn(string cluster) => host[cluster].Live(Settings)!["data"]!["color"]!.ToString();
        (ColorOn("east-1"), ColorOn("east-2"), ColorOn("west-1")).ShouldBe(("grey", "grey", "green"));
        var answers = await host.Service.Documents<AnswerDocument>().CountAsync(Find<AnswerDocument>.All, TestContext.Current.CancellationToken);
        answers.ShouldBe(3, "what the chart is, and two renderings");
    }

    [Fact]
    public async Task A_chart_that_asks_what_the_cluster_is_hears_its_version_and_kinds()
    {
        Tool.Require("helm");
        await using var host = await DeployHost.StartAsync(["east-1"]);
        await host.PackageAsync("1.0.0", await host.StoreChartAsync(Contents.Chart().With(("web/templates/about.yaml", """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: about}
            data:
              version: {{ .Capabilities.KubeVersion.Version | quote }}
              jobs: {{ .Capabilities.APIVersions.Has "batch/v1/Job" | quote }}
              routes: {{ .Capabilities.APIVersions.Has "route.openshift.io/v1/Route" | quote }}
            """))));
        await Wait.UntilAsync("the cluster's version", async () => (await host.GetAsync("clusters/east-1"))["version"] is not null);

        await host.PhaseAsync(await host.RollOutAsync(Contents.Application()), "succeeded");

        host["east-1"].Live("api/v1/namespaces/shop/configmaps/about")!["data"]!.ToJsonString().ShouldBe("""{"version":"v1.36.0","jobs":"true","routes":"false"}""");
    }

    [Fact]
    public async Task Values_come_from_objects_of_the_file_and_of_the_cluster_in_order_and_the_application_has_the_last_word()
    {
        Tool.Require("helm");
        await using var host = await DeployHost.StartAsync(["east-1"]);
        await host.PackageAsync("1.0.0", await host.StoreChartAsync(Contents.Chart()));
        host["east-1"].Objects["/api/v1/namespaces/shop/secrets/late"] = (JsonObject)JsonNode.Parse("""
            {"apiVersion":"v1","kind":"Secret","metadata":{"name":"late","namespace":"shop","uid":"u"},"data":{"over.yaml":"Y29sb3I6IHBpbmsKcmVwbGljYXM6IDMK"}}
            """)!;
        const string more = """
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: early}
            data: {values.yaml: "color: red\nextra: true\nreplicas: 2\n"}
            """;
        var application = Contents.Application(properties: """
            {values: {replicas: 4}, valuesFrom: [{kind: ConfigMap, name: early}, {kind: Secret, name: late, key: over.yaml}, {kind: Secret, name: none, optional: true}]}
            """, more: more);

        await host.PhaseAsync(await host.RollOutAsync(application), "succeeded");

        host["east-1"].Live(Settings)!["data"]!["color"]!.ToString().ShouldBe("pink");
        host["east-1"].Live(Extra).ShouldNotBeNull();
        ((int)host["east-1"].Live(Deployment)!["spec"]!["replicas"]!).ShouldBe(4);

        var refused = await host.SubmitAsync(application.Replace(", optional: true", "", StringComparison.Ordinal));
        refused.Errors.ShouldHaveSingleItem().Detail.ShouldBe(
            "there is no Secret 'none', neither in the file nor in namespace 'shop' of cluster east-1; say 'optional: true' if that is fine");
    }

    [Fact]
    public async Task Hooks_of_installing_are_applied_with_a_warning_and_tests_and_deleting_hooks_are_not()
    {
        Tool.Require("helm");
        await using var host = await DeployHost.StartAsync(["east-1"]);
        static string Hook(string name, string when) => $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}, annotations: {{helm.sh/hook: \"{when}\"}}}}\n";
        await host.PackageAsync("1.0.0", await host.StoreChartAsync(Contents.Chart().With(
            ("web/templates/a.yaml", Hook("migrate", "pre-install,pre-upgrade")), ("web/templates/b.yaml", Hook("test", "test")), ("web/templates/c.yaml", Hook("goodbye", "pre-delete")))));

        var answer = await host.SubmitAsync(Contents.Application());

        answer.Json["warnings"]!.AsArray().ShouldHaveSingleItem()!["detail"]!.ToString().ShouldStartWith("ConfigMap 'migrate' of the chart is a hook (pre-install,pre-upgrade): it is applied together");
        await host.PhaseAsync(answer.Location!["/api/v1/".Length..], "succeeded");
        host["east-1"].Objects.Keys.Where(path => path.Contains("configmaps")).Select(path => path.Split('/')[^1]).Order().ShouldBe(["migrate", "web-settings"]);
    }

    [Fact]
    public async Task A_traits_patch_works_on_the_charts_first_workload()
    {
        Tool.Require("helm");
        await using var host = await DeployHost.StartAsync(["east-1"]);
        await host.PackageAsync("1.0.0", await host.StoreChartAsync(Contents.Chart()));
        var yaml = Contents.Application().Replace("  policies:", "      traits: [{type: labels, properties: {tier: front}}]\n  policies:", StringComparison.Ordinal);

        await host.PhaseAsync(await host.RollOutAsync(yaml), "succeeded");

        host["east-1"].Live(Deployment)!["metadata"]!["labels"]!["tier"]!.ToString().ShouldBe("front");
        host["east-1"].Live(Settings)!["metadata"]!["labels"]!["tier"].ShouldBeNull();
    }
}
