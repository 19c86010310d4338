using System.Text.Json.Nodes;
using Platform.Oam;
using Platform.Oam.Documents;
using Platform.Oam.Rendering;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oam;

/// <summary>How patches of traits come together on a workload.</summary>
public sealed class UnificationTests
{
    private readonly Findings findings = new();

    [Fact]
    public void Keyed_lists_merge_by_key_and_others_by_position()
    {
        var patch = Patch("""{"spec":{"containers":[{"name":"a","ports":[{"name":"http","port":80}]},{"name":"b"}],"args":["x","y"]}}""");
        patch.Begin("trait 'one' (traits[0])", DocumentDefaults.EmptyMap);
        patch.Unify(Json("""{"spec":{"containers":[{"name":"b","image":"i"},{"name":"c"},{"name":"a","ports":[{"name":"https","port":443}]}],"args":["x","y","z"]}}"""));
        findings.Faults().ShouldBeEmpty();
        patch.Manifest!.ToJsonString().ShouldBe("""{"spec":{"containers":[{"name":"a","ports":[{"name":"http","port":80},{"name":"https","port":443}]},{"name":"b","image":"i"},{"name":"c"}],"args":["x","y","z"]}}""");
    }

    [Fact]
    public void A_conflict_with_the_component_names_the_component()
    {
        var patch = Patch("""{"spec":{"a":1}}""");
        patch.Begin("trait 'one' (traits[0])", DocumentDefaults.EmptyMap);
        patch.Unify(Json("""{"spec":{"a":2}}"""));
        findings.Faults().ShouldHaveSingleItem().Detail.ShouldBe("trait 'one' (traits[0]): /spec/a would become 2, but component 'web' (webservice) already made it 1: take one of them out or let them agree");
    }

    [Fact]
    public void A_conflict_within_what_another_trait_added_names_that_trait()
    {
        var patch = Patch("{}");
        patch.Begin("trait 'one' (traits[0])", DocumentDefaults.EmptyMap);
        patch.Unify(Json("""{"spec":{"containers":[{"name":"a","env":[{"name":"X","value":"1"}]}]}}"""));
        patch.Begin("trait 'two' (traits[1])", DocumentDefaults.EmptyMap);
        patch.Unify(Json("""{"spec":{"containers":[{"name":"a","env":[{"name":"X","value":"2"}]}]}}"""));
        findings.Faults().ShouldHaveSingleItem().Detail.ShouldBe("trait 'two' (traits[1]): /spec/containers/name=a/env/name=X/value would become \"2\", but trait 'one' (traits[0]) already made it \"1\": take one of them out or let them agree");
    }

    [Fact]
    public void The_same_value_twice_is_no_conflict()
    {
        var patch = Patch("""{"spec":{"a":1,"b":[1,2]}}""");
        patch.Unify(Json("""{"spec":{"a":1,"b":[1,2]}}"""));
        findings.Faults().ShouldBeEmpty();
    }

    [Fact]
    public void A_merge_patch_deletes_with_null_and_replaces_lists()
    {
        var target = Json("""{"a":{"b":1,"c":2},"d":[1,2]}""");
        WorkloadPatch.Merge(target, Json("""{"a":{"b":null,"e":{"f":null,"g":1}},"d":[3]}"""));
        target.ToJsonString().ShouldBe("""{"a":{"c":2,"e":{"g":1}},"d":[3]}""");
    }

    private WorkloadPatch Patch(string manifest) => new(Json(manifest), "component 'web' (webservice)", findings);

    private static JsonObject Json(string text) => (JsonObject)JsonNode.Parse(text)!;
}
