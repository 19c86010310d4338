using System.Text.Json.Nodes;
using Platform.Oam;
using Platform.Oam.Definitions;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Libraries.Tests.Oam;

public sealed class SnapshotTests
{
    private static readonly DefinitionCatalog Catalog = new(
    [
        new ComponentDefinition { Name = "copy", Description = "Copies an object.", Parameters = Schema.Map().Needs("name", Schema.Text()), Render = Copy },
        .. DefinitionCatalog.BuiltIn.All,
    ]);

    private const string Text = """
        apiVersion: core.oam.dev/v1beta1
        kind: Application
        metadata: {name: shop}
        spec:
          components:
            - {name: copied, type: copy, properties: {name: settings}, traits: [{type: labels, properties: {a: b}}]}
            - {name: again, type: copy, properties: {name: settings}}
            - {name: web, type: webservice, properties: {image: nginx}}
        """;

    [Fact]
    public void What_a_rendering_lacks_is_asked_for_and_everything_else_is_rendered()
    {
        var rendering = Render(Snapshot.Empty);

        rendering.Needs.Distinct().ShouldHaveSingleItem().Text("name").ShouldBe("settings");
        rendering.Objects.ShouldHaveSingleItem().Component.ShouldBe("web");
        rendering.Findings.HasFaults.ShouldBeFalse();
    }

    [Fact]
    public void With_the_answer_the_rendering_is_whole_and_always_the_same()
    {
        var need = Render(Snapshot.Empty).Needs[0];
        var settings = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = "settings" } };
        var snapshot = Snapshot.Empty.With([new(need, new(new JsonArray(settings)))]);

        var (first, second) = (Render(snapshot), Render(snapshot));

        first.Needs.ShouldBeEmpty();
        first.Objects.Select(item => item.Component).ShouldBe(["copied", "again", "web"]);
        first.Objects[0].Manifest["metadata"]!["labels"]!["a"]!.ToString().ShouldBe("b");
        first.Objects[1].Manifest["metadata"]!["labels"]!["a"].ShouldBeNull("one component's trait must not reach into another's answer");
        second.Objects.Select(item => item.Manifest.ToJsonString()).ShouldBe(first.Objects.Select(item => item.Manifest.ToJsonString()));
    }

    [Fact]
    public void An_answer_that_says_why_not_is_a_fault_at_the_component_and_no_other_follows_from_it()
    {
        var need = Render(Snapshot.Empty).Needs[0];

        var rendering = Render(Snapshot.Empty.With([new(need, Answer.Failed("cluster x isn't registered"))]));

        rendering.Findings.Faults().Select(fault => (fault.Path, fault.Detail)).ShouldBe(
            [("/spec/components/0/properties", "cluster x isn't registered"), ("/spec/components/1/properties", "cluster x isn't registered")]);
    }

    [Fact]
    public void The_key_of_a_need_says_everything_it_depends_on_and_nothing_else()
    {
        var need = Need.Of("chart", ("a", 1), ("b", new JsonObject { ["x"] = 1, ["y"] = 2 }), ("c", null));

        need.ShouldBe(Need.Of("chart", ("b", new JsonObject { ["y"] = 2, ["x"] = 1 }), ("a", 1)));
        need.ShouldNotBe(Need.Of("chart", ("a", 2), ("b", new JsonObject { ["x"] = 1, ["y"] = 2 })));
        need.ShouldNotBe(Need.Of("other", ("a", 1), ("b", new JsonObject { ["x"] = 1, ["y"] = 2 })));
    }

    private static Application Application => Documents.Read(Text);

    private static ClusterRendering Render(Snapshot snapshot) =>
        new ClusterRendering(Application, new() { Cluster = Documents.East, Snapshot = snapshot }, new(Application, Catalog)).Run();

    private static ComponentOutput Copy(ComponentContext context) =>
        context.Ask(Need.Of(NeedKinds.Objects, ("kind", "ConfigMap"), ("name", context.Parameters["name"]!.Text))) is JsonArray list && list[0] is JsonObject first
            ? new((JsonObject)first.DeepClone(), [])
            : ComponentOutput.None;
}
