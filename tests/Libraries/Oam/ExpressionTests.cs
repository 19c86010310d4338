using System.Text.Json.Nodes;
using Platform.Oam;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oam;

public sealed class ExpressionTests
{
    [Theory]
    [InlineData("${cluster.name}", "\"east-1\"")]
    [InlineData("${ cluster.labels.region }", "\"east\"")]
    [InlineData("${cluster.labels[\"topology.kubernetes.io/zone\"]}", "\"e1\"")]
    [InlineData("${cluster.params.replicas}", "4")]
    [InlineData("${cluster.params.debug}", "true")]
    [InlineData("${cluster.params.hosts}", "[\"a\",\"b\"]")]
    [InlineData("${cluster.params.hosts[1]}", "\"b\"")]
    [InlineData("${cluster.params.none ?? 2}", "2")]
    [InlineData("${cluster.params.none ?? 1.5}", "1.5")]
    [InlineData("${cluster.params.none ?? cluster.labels.none ?? 'x'}", "\"x\"")]
    [InlineData("${params.size}", "\"small\"")]
    [InlineData("${application.name}-${component.name}", "\"shop-raw\"")]
    [InlineData("v${cluster.params.replicas}.${cluster.params.debug}", "\"v4.true\"")]
    [InlineData("$${cluster.name}", "\"${cluster.name}\"")]
    [InlineData("a $${cluster.name} ${cluster.name}", "\"a ${cluster.name} east-1\"")]
    [InlineData("${HOME}/${cluster}/$(date)", "\"${HOME}/${cluster}/$(date)\"")]
    [InlineData("$${HOME}", "\"$${HOME}\"")]
    public void A_value_is_put_in_the_place_of_an_expression_and_keeps_its_type(string written, string rendered)
    {
        var result = Renderer.Render(Documents.Read(Raw(written)), new() { Cluster = Documents.East, Params = new() { ["size"] = "small" } });
        result.Faults.ShouldBeEmpty();
        result.Objects[0].Manifest["data"]!["value"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).ShouldBe(rendered);
    }

    [Fact]
    public void Every_cluster_that_lacks_a_value_is_listed_in_one_fault()
    {
        var text = Documents.Web("    traits:\n    - {type: scaler, properties: {replicas: \"${cluster.params.replicas}\"}}", "  policies:\n  - {name: all, type: topology, properties: {clusterLabelSelector: {}}}");
        var clusters = new[] { Documents.East, Documents.West, Documents.West with { Name = "west-2" } };

        var fault = Documents.FaultsOf(text, new() { Clusters = clusters }).ShouldHaveSingleItem();

        fault.Detail.ShouldBe("${cluster.params.replicas} has no value on clusters west-1, west-2: give them the parameter 'replicas' or give a default, ${cluster.params.replicas ?? …}");
        fault.Path.ShouldBe("/spec/components/0/traits/0/properties/replicas");
        fault.Line.ShouldBe(12);
    }

    [Fact]
    public void A_value_is_checked_once_it_is_known()
    {
        var text = Documents.Web("    traits:\n    - {type: scaler, properties: {replicas: \"${cluster.labels.region}\"}}");
        Documents.FaultsOf(text).ShouldBeEmpty();
        Documents.Render(text).Faults.ShouldHaveSingleItem().Detail.ShouldBe("this has to be a whole number, but \"east\" is text");
    }

    [Theory]
    [InlineData("${cluster.lables.region}", "'cluster' has no 'lables', only name, labels, params; did you mean 'labels'?")]
    [InlineData("${cluster.params}", "say which of the params: ${cluster.params.name}")]
    [InlineData("${cluster.params.a ?? b}", "the expression can't be read: 'b' isn't known; values are taken from cluster, params, application, component, inputs, texts stand in quotes")]
    [InlineData("${cluster.params.a", "the expression can't be read: '}' is missing at the end")]
    [InlineData("${cluster.params.a + 1}", "the expression can't be read: '+' isn't expected here")]
    [InlineData("${cluster.}", "the expression can't be read: a name is missing after 'cluster.'")]
    [InlineData("${cluster.params['a}", "the expression can't be read: the closing quote is missing")]
    public void An_expression_that_can_never_have_a_value_is_a_fault(string written, string detail)
    {
        Documents.FaultsOf(Raw(written)).ShouldContain(fault => fault.Detail == detail);
    }

    [Fact]
    public void A_list_cannot_stand_in_the_middle_of_a_text()
    {
        Documents.Render(Raw("x${cluster.params.hosts}")).Faults.ShouldHaveSingleItem().Detail.ShouldContain("can't stand in the middle of a text");
    }

    [Fact]
    public void The_parameters_of_a_cluster_are_not_changed_by_rendering()
    {
        var cluster = Documents.East with { Params = new() { ["value"] = new JsonObject { ["a"] = 1 } } };
        var result = Documents.Render(Raw("${cluster.params.value}"), cluster);
        result.Objects[0].Manifest["data"]!["value"]!["a"] = 2;
        cluster.Params["value"]!["a"]!.GetValue<int>().ShouldBe(1);
    }

    private static string Raw(string value) => Documents.Text($$"""
          components:
          - name: raw
            type: k8s-objects
            properties:
              objects:
              - apiVersion: v1
                kind: ConfigMap
                data:
                  value: '{{value.Replace("'", "''", StringComparison.Ordinal)}}'
        """);
}
