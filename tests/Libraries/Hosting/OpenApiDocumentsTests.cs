using System.Text.Json.Nodes;
using Platform.Hosting;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Hosting;

public sealed class OpenApiDocumentsTests
{
    private static JsonObject Of(string json) => JsonNode.Parse(json)!.AsObject();

    [Fact]
    public void Paths_of_several_services_become_one_document_in_a_fixed_order()
    {
        var one = Of("""{"info":{"title":"P"},"paths":{"/b":{"get":{}}},"components":{"schemas":{"S":{"type":"string"}}},"tags":[{"name":"x"}]}""");
        var two = Of("""{"info":{"title":"P"},"paths":{"/a":{"get":{}},"/b":{"put":{}}},"components":{"schemas":{"S":{"type":"string"}}},"tags":[{"name":"a"}]}""");
        var merged = OpenApiDocuments.Merge(one, two);
        merged["paths"]!.ToJsonString().ShouldBe("""{"/a":{"get":{}},"/b":{"get":{},"put":{}}}""");
        merged["tags"]!.ToJsonString().ShouldBe("""[{"name":"a"},{"name":"x"}]""");
        OpenApiDocuments.Text(merged).ShouldBe(OpenApiDocuments.Text(OpenApiDocuments.Merge(two, one)));
    }

    [Fact]
    public void One_name_with_two_meanings_is_refused() =>
        Should.Throw<InvalidOperationException>(() => OpenApiDocuments.Merge(
            Of("""{"components":{"schemas":{"S":{"type":"string"}}}}"""), Of("""{"components":{"schemas":{"S":{"type":"object"}}}}""")))
            .Message.ShouldContain("/components/schemas/S/type");

    [Fact]
    public void Differences_are_told_by_their_paths() =>
        OpenApiDocuments.Differences(Of("""{"paths":{"/a":{},"/b":{"x":1}}}"""), Of("""{"paths":{"/b":{"x":2},"/c":{}}}""")).ShouldBe(
        [
            "/paths//a is in the document but not served.",
            "/paths//b/x is 1 in the document and 2 as served.",
            "/paths//c is served but not in the document.",
        ]);
}
