using System.Text.Json.Nodes;
using Platform.Oam;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oam;

/// <summary>Copies of objects that exist already.</summary>
public sealed class ReferencedObjectsTests
{
    [Fact]
    public void An_object_of_a_cluster_is_asked_for_and_copied_into_the_namespace_of_the_topology()
    {
        var application = Read("{resource: secret, name: login}");
        var need = Renderer.Render(application, new() { Cluster = Documents.East }).Needs.ShouldHaveSingleItem();
        need.ToString().ShouldBe("""objects {"apiVersion":"v1","cluster":"local","kind":"Secret","name":"login","namespace":"default"}""");

        var secret = JsonNode.Parse("""[{"apiVersion":"v1","kind":"Secret","metadata":{"name":"login","namespace":"default"},"data":{"k":"dg=="}}]""");
        var rendered = Renderer.Render(application, new() { Cluster = Documents.East, Namespace = "prod", Snapshot = Snapshot.Empty.With([new(need, new(secret))]) });

        rendered.Faults.ShouldBeEmpty();
        var copy = rendered.Objects.ShouldHaveSingleItem().Manifest;
        copy["metadata"]!["namespace"]!.ToString().ShouldBe("prod");
        copy["metadata"]!["labels"]!["workload.oam.dev/type"]!.ToString().ShouldBe("ref-objects");
        copy["data"]!["k"]!.ToString().ShouldBe("dg==");
    }

    [Fact]
    public void Objects_of_the_same_file_need_no_cluster()
    {
        var application = Read("{resource: services, name: front}", """
            apiVersion: v1
            kind: Service
            metadata: {name: front}
            spec: {clusterIP: 10.0.0.1, ports: [{port: 80}]}
            """);
        var rendered = Renderer.Render(application, new() { Cluster = Documents.East });
        rendered.Needs.ShouldBeEmpty();
        rendered.Objects.ShouldHaveSingleItem().Manifest["spec"]!.ToJsonString().ShouldBe("""{"ports":[{"port":80}]}""");
    }

    [Fact]
    public void Labels_select_several_of_which_the_first_is_the_workload()
    {
        var application = Read("{kind: ConfigMap, labelSelector: {app: shop}, cluster: west-1}");
        var need = Renderer.Render(application, new() { Cluster = Documents.East }).Needs.ShouldHaveSingleItem();
        need.ToString().ShouldBe("""objects {"apiVersion":"v1","cluster":"west-1","kind":"ConfigMap","labels":{"app":"shop"},"namespace":"default"}""");
        var maps = JsonNode.Parse("""[{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}},{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"b"}}]""");
        var rendered = Renderer.Render(application, new() { Cluster = Documents.East, Snapshot = Snapshot.Empty.With([new(need, new(maps))]) });
        rendered.Objects.Select(item => $"{item.Manifest["metadata"]!["name"]} {item.Manifest["metadata"]!["labels"]!["app.oam.dev/resourceType"]}").ShouldBe(["a WORKLOAD", "b TRAIT"]);
    }

    [Fact]
    public void What_is_not_there_is_a_fault()
    {
        var application = Read("{resource: deployment, name: gone}");
        var need = Renderer.Render(application, new() { Cluster = Documents.East }).Needs.ShouldHaveSingleItem();
        var rendered = Renderer.Render(application, new() { Cluster = Documents.East, Snapshot = Snapshot.Empty.With([new(need, new(new JsonArray()))]) });
        rendered.Faults.ShouldHaveSingleItem().Detail.ShouldBe("there is no Deployment 'gone' in namespace 'default' on cluster 'local'");
    }

    [Theory]
    [InlineData("{resource: widgets, name: x}", "'widgets' isn't one of Kubernetes' own resources; say apiVersion and kind instead")]
    [InlineData("{name: x}", "'resource' or 'kind' is missing: component type 'ref-objects' needs one of them")]
    public void A_reference_that_means_nothing_is_a_fault(string reference, string detail)
    {
        Validation.Check(Read(reference)).Faults.ShouldHaveSingleItem().Detail.ShouldBe(detail);
    }

    private static Application Read(string reference, string more = "") => Documents.Read($"""
        {Documents.Text($"  components:\n  - {{name: copies, type: ref-objects, properties: {{objects: [{reference}]}}}}")}
        ---
        {more}
        """);
}
