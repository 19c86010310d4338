using System.Text.Json.Nodes;
using Platform.Oam;

namespace Platform.Libraries.Tests.Oam;

public sealed class PackageTests
{
    private const string Annotated = "  annotations: {platform.oam.dev/package: 'shop:1.0.0'}";

    private static readonly PackageComponent Chart = new() { Type = "helm", Content = new(PackageContentKind.Chart, "packages/default/shop", "sha256:c") };

    [Fact]
    public void Content_is_asked_for_by_digest_and_again_when_the_answer_leads_on()
    {
        var application = Documents.Read(Documents.Text("  components:\n  - {name: web, type: helmchart, properties: {values: {a: 1}}}", Annotated));
        var input = Input(Chart);

        var first = Renderer.Render(application, input).Needs.ShouldHaveSingleItem();
        first.ShouldBe(Need.Of(NeedKinds.Chart, ("repository", "packages/default/shop"), ("digest", "sha256:c")));
        var snapshot = Snapshot.Empty.With([new(first, new(new JsonObject { ["looksAtCluster"] = false }))]);
        var second = Renderer.Render(application, input with { Snapshot = snapshot }).Needs.ShouldHaveSingleItem();
        second.Kind.ShouldBe(NeedKinds.Helm);
        (second.Text("release"), second.Text("namespace"), second.Parameters["kubeVersion"]).ShouldBe(("web", "default", null));
    }

    [Fact]
    public void Only_a_chart_that_looks_at_the_cluster_is_asked_for_cluster_by_cluster()
    {
        var application = Documents.Read(Documents.Text("""
              components:
              - {name: web, type: helm}
              policies:
              - {name: all, type: topology, properties: {clusterLabelSelector: {}}}
            """, Annotated));
        IReadOnlyList<Need> Needs(bool looks)
        {
            var input = new DeliveryInput
            {
                Clusters = [Documents.East with { KubernetesVersion = "v1.30.0" }, Documents.West with { KubernetesVersion = "v1.36.0" }],
                Package = new Dictionary<string, PackageComponent> { ["web"] = Chart },
            };
            var chart = DeliveryPlanner.Plan(application, input).Needs.ShouldHaveSingleItem();
            var known = Snapshot.Empty.With([new(chart, new(new JsonObject { ["looksAtCluster"] = looks }))]);
            return DeliveryPlanner.Plan(application, input with { Snapshot = known }).Needs;
        }

        Needs(looks: false).Count.ShouldBe(1);
        Needs(looks: true).Select(need => need.Text("kubeVersion")).ShouldBe(["v1.30.0", "v1.36.0"]);
    }

    [Fact]
    public void Without_the_package_it_is_said_what_is_missing_and_what_else_would_do()
    {
        string FaultOf(string type, string metadata = "", IReadOnlyDictionary<string, PackageComponent>? package = null) =>
            Renderer.Render(Documents.Read(Documents.Text($"  components:\n  - {{name: web, type: {type}}}", metadata)), new() { Cluster = Documents.East, Package = package })
                .Faults.ShouldHaveSingleItem().Detail;

        FaultOf("helm").ShouldStartWith("there is no chart: no application package is named, and 'chart' doesn't say where one is");
        FaultOf("kustomize", Annotated).ShouldStartWith("there is no directory: application package 'shop:1.0.0' isn't known here");
        FaultOf("config", Annotated, new Dictionary<string, PackageComponent>()).ShouldBe("there is no configuration: application package 'shop:1.0.0' has none for component 'web', and 'data' gives none");
        Validation.Check(Documents.Read(Documents.Text("  components:\n  - {name: web, type: helm}", Annotated))).IsValid.ShouldBeTrue("the package may have it");
    }

    [Theory]
    [InlineData("{chart: {source: 'oci://r.example/charts/redis', version: 1.2.3}}", "oci://r.example/charts/redis", null, "1.2.3")]
    [InlineData("{chart: {source: redis, repoURL: 'https://charts.example', version: latest}}", "redis", "https://charts.example", null)]
    [InlineData("{repoType: helm, url: 'https://charts.example', chart: redis, version: '*'}", "redis", "https://charts.example", null)]
    [InlineData("{repoType: oci, url: 'oci://r.example/charts', chart: redis, version: ^1}", "oci://r.example/charts/redis", null, "^1")]
    public void A_chart_of_elsewhere_is_named_as_either_of_upstreams_types_does(string properties, string source, string? repoUrl, string? version)
    {
        var need = Documents.Render(Documents.Text($"  components:\n  - {{name: web, type: helm, properties: {properties}}}")).Needs.ShouldHaveSingleItem();
        need.ShouldBe(Need.Of(NeedKinds.ChartSource, ("source", source), ("repoURL", repoUrl), ("version", version)));
    }

    [Fact]
    public void Values_of_other_namespaces_are_not_read()
    {
        var text = Documents.Text("  components:\n  - {name: web, type: helm, properties: {chart: {source: 'oci://r/c'}, valuesFrom: [{kind: Secret, name: x, namespace: kube-system}]}}");
        Documents.Render(text).Faults.ShouldHaveSingleItem().Detail.ShouldContain("others' are not ours to read");
    }

    [Fact]
    public void Configuration_of_the_application_alone_becomes_a_config_map_or_a_secret_without_a_workload()
    {
        RenderedObject Made(string properties) => Documents.Render(Documents.Text($"  components:\n  - {{name: settings, type: configmap, properties: {properties}}}")).Objects.ShouldHaveSingleItem();

        var plain = Made("{data: {a: b}}");
        plain.Manifest["kind"]!.ToString().ShouldBe("ConfigMap");
        plain.Manifest["data"]!.ToJsonString().ShouldBe("""{"a":"b"}""");
        plain.Manifest["metadata"]!["labels"]![WellKnown.ResourceType]!.ToString().ShouldBe("TRAIT");
        var secret = Made("{secret: true, name: keys, data: {a: b}}");
        secret.Manifest["metadata"]!["name"]!.ToString().ShouldBe("keys");
        secret.Manifest["data"]!.ToJsonString().ShouldBe("""{"a":"Yg=="}""");
    }

    [Fact]
    public void A_stream_of_manifests_is_read_as_kubectl_does_and_its_faults_name_the_template()
    {
        const string text = """
            ---
            # Source: web/templates/a.yaml
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: a}
            data:
              script: |
                one
              twice: "1"
              twice: "2"
            --- # the next
            apiVersion: v1
            kind: List
            items: [{apiVersion: v1, kind: Secret, metadata: {name: b}}]
            ---
            # nothing
            """;
        var objects = ManifestStream.Read(text, out var fault);
        fault.ShouldBeNull();
        objects.Select(item => item["metadata"]!["name"]!.ToString()).ShouldBe(["a", "b"]);
        objects[0]["data"]!["twice"]!.ToString().ShouldBe("2");

        ManifestStream.Read("---\n# Source: web/templates/b.yaml\nkind: X\n", out fault).ShouldBeEmpty();
        fault.ShouldBe("web/templates/b.yaml: this is no Kubernetes object: apiVersion and kind are missing");
        ManifestStream.Read("# Source: c.yaml\nkind: [\n", out fault).ShouldBeEmpty();
        fault!.ShouldStartWith("c.yaml: ");
        var bomb = "a: &a [1,2,3,4,5,6,7,8,9]\n" + string.Concat("bcdefgh".Select((letter, i) => $"{letter}: &{letter} [{string.Join(',', Enumerable.Repeat($"*{(char)('a' + i)}", 9))}]\n"));
        ManifestStream.Read(bomb, out fault).ShouldBeEmpty();
        fault!.ShouldContain("more than 100000 values");
    }

    private static RenderInput Input(PackageComponent component) =>
        new() { Cluster = Documents.East, Package = new Dictionary<string, PackageComponent> { ["web"] = component } };
}
