using Platform.Oam;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oam;

public sealed class OverrideTests
{
    private const string Components = """
          components:
          - name: web
            type: webservice
            properties: {image: nginx, labels: {a: "1", b: "2"}, cmd: [x, z]}
            traits:
            - {type: scaler, properties: {replicas: 1}}
            - {type: labels, properties: {tier: front}}
          - name: web-admin
            type: webservice
            properties: {image: nginx}
          - name: jobs
            type: worker
            properties: {image: busybox}
        """;

    [Fact]
    public void Maps_merge_and_lists_are_replaced()
    {
        var web = Render("{name: web, properties: {image: \"nginx:2\", labels: {b: \"3\", c: \"4\"}, cmd: [z]}}")[0].Manifest;
        var template = web["spec"]!["template"]!;
        template["metadata"]!["labels"]!.ToJsonString().ShouldContain("\"a\":\"1\",\"b\":\"3\",\"c\":\"4\"");
        template["spec"]!["containers"]![0]!["image"]!.ToString().ShouldBe("nginx:2");
        template["spec"]!["containers"]![0]!["command"]!.ToJsonString().ShouldBe("[\"z\"]");
    }

    [Fact]
    public void A_name_is_a_pattern_for_the_whole_name()
    {
        Images("{name: web, properties: {image: new}}").ShouldBe(["new", "nginx", "busybox"]);
        Images("{name: \"web.*\", properties: {image: new}}").ShouldBe(["new", "new", "busybox"]);
        Images("{name: \"web*\", properties: {image: new}}").ShouldBe(["new", "new", "busybox"]);
        Images("{type: webservice, properties: {image: new}}").ShouldBe(["new", "new", "busybox"]);
        Images("{properties: {image: new}}").ShouldBe(["new", "new", "new"]);
    }

    [Fact]
    public void Traits_are_merged_added_and_taken_away()
    {
        var objects = Render("{name: web, traits: [{type: scaler, properties: {replicas: 5}}, {type: labels, disable: true}, {type: expose, properties: {port: [80]}}]}");
        objects[0].Manifest["spec"]!["replicas"]!.GetValue<long>().ShouldBe(5);
        objects[0].Manifest["metadata"]!["labels"]!["tier"].ShouldBeNull();
        objects[1].Manifest["kind"]!.ToString().ShouldBe("Service");
        objects[1].Trait.ShouldBe("expose");
    }

    [Fact]
    public void A_name_nobody_has_adds_a_component()
    {
        Render("{name: cache, type: worker, properties: {image: redis}}").Select(item => item.Component).ShouldBe(["web", "web-admin", "jobs", "cache"]);
        var faults = Documents.FaultsOf(Text("{name: wbe, properties: {image: redis}}"), new() { Clusters = [Documents.East] });
        faults.ShouldHaveSingleItem().Detail.ShouldBe("no component is called 'wbe', so the override adds one, but it says no type; did you mean 'web'?");
    }

    [Fact]
    public void A_selector_leaves_only_the_components_it_names()
    {
        Render("", more: "selector: [\"web*\"]").Select(item => item.Component).ShouldBe(["web", "web-admin"]);
    }

    [Fact]
    public void An_override_can_be_for_some_clusters_only()
    {
        var text = Text("{name: web, traits: [{type: scaler, properties: {replicas: 9}}]}", "clusterLabelSelector: {region: west}");
        Replicas(text, Documents.East).ShouldBe(1);
        Replicas(text, Documents.West).ShouldBe(9);
        text = Text("{name: web, traits: [{type: scaler, properties: {replicas: 9}}]}", "clusters: [east-1]");
        Replicas(text, Documents.East).ShouldBe(9);
        Replicas(text, Documents.West).ShouldBe(1);
    }

    [Fact]
    public void Faults_of_an_override_are_placed_in_the_policy()
    {
        var faults = Documents.FaultsOf(Text("{name: web, properties: {ports: 80}, traits: [{type: scalr}]}"));
        faults.Select(fault => fault.Path).ShouldBe(["/spec/policies/0/properties/components/0/properties/ports", "/spec/policies/0/properties/components/0/traits/0/type"]);
        Documents.FaultsOf(Text("{name: \"web(\", properties: {image: a}}")).ShouldContain(fault => fault.Detail.StartsWith("'web(' is neither a name nor a regular expression", StringComparison.Ordinal));
    }

    [Fact]
    public void A_property_only_an_override_gives_wrongly_is_told_when_it_is_rendered_there()
    {
        var faults = Documents.FaultsOf(Text("{name: web, properties: {volumeMounts: {pvc: [{name: a}]}}}"), new() { Clusters = [Documents.East] });
        faults.Select(fault => fault.Path).ShouldBe([
            "/spec/policies/0/properties/components/0/properties/volumeMounts/pvc/0/mountPath",
            "/spec/policies/0/properties/components/0/properties/volumeMounts/pvc/0/claimName"]);
    }

    private static string Text(string change, string more = "") => Documents.Text($"""
        {Components}
          policies:
          - name: o
            type: override
            properties:
              components: [{change}]
              {more}
        """);

    private static IReadOnlyList<RenderedObject> Render(string change, string more = "")
    {
        var rendered = Documents.Render(Text(change, more), null, "o");
        rendered.Faults.ShouldBeEmpty();
        return rendered.Objects;
    }

    private static string[] Images(string change) =>
        [.. Render(change).Select(item => item.Manifest["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.ToString())];

    private static long Replicas(string text, ClusterFacts cluster) =>
        Documents.Render(text, cluster, "o").Objects[0].Manifest["spec"]!["replicas"]!.GetValue<long>();
}
