using System.Text.Json.Nodes;
using Platform.Oam;
using Platform.Oam.Expressions;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oam;

/// <summary>Values that components and steps give each other.</summary>
public sealed class DataFlowTests
{
    private const string Application = """
        apiVersion: core.oam.dev/v1beta1
        kind: Application
        metadata: {name: shop}
        spec:
          components:
          - name: db
            type: webservice
            properties: {image: postgres}
            outputs:
            - {name: address, valueFrom: "outputs.service.spec.clusterIP"}
            - {name: copies, valueFrom: "output.spec.replicas"}
          - name: settings
            type: raw
            properties: {apiVersion: v1, kind: ConfigMap, data: {fixed: "1"}}
            inputs:
            - {from: address, parameterKey: data.address}
            - {from: address, parameterKey: 'data["the.address"]'}
          - name: web
            type: worker
            properties: {image: nginx}
            inputs: [{from: copies}]
            traits:
            - {type: scaler, properties: {replicas: "${inputs.copies}"}}
        """;

    [Fact]
    public void Before_the_values_are_there_they_stand_as_written_or_their_component_is_left_out()
    {
        var rendered = Documents.Render(Application);
        rendered.Faults.ShouldBeEmpty();
        rendered.Objects.Single(item => item.Component == "settings").Manifest["data"]!.ToJsonString()
            .ShouldBe("""{"fixed":"1","address":"${inputs[\u0022address\u0022]}","the.address":"${inputs[\u0022address\u0022]}"}""");
        rendered.Awaited.ShouldBe([new("settings", "address", true), new("web", "copies", false)]);
        rendered.Objects.ShouldNotContain(item => item.Component == "web");
    }

    [Fact]
    public void With_the_values_they_are_in_their_places_with_their_types()
    {
        var inputs = new JsonObject { ["address"] = "10.0.0.7", ["copies"] = 3 };
        var rendered = Renderer.Render(Documents.Read(Application), new() { Cluster = Documents.East, Inputs = inputs });
        rendered.Faults.ShouldBeEmpty();
        rendered.Awaited.ShouldBeEmpty();
        rendered.Objects.Single(item => item.Component == "settings").Manifest["data"]!["the.address"]!.ToString().ShouldBe("10.0.0.7");
        rendered.Objects.Single(item => item.Component == "web").Manifest["spec"]!["replicas"]!.GetValue<long>().ShouldBe(3);
    }

    [Fact]
    public void A_value_of_the_wrong_type_is_a_fault_once_it_is_there()
    {
        var rendered = Renderer.Render(Documents.Read(Application), new() { Cluster = Documents.East, Inputs = new() { ["address"] = "a", ["copies"] = "three" } });
        rendered.Faults.ShouldHaveSingleItem().Detail.ShouldBe("this has to be a whole number, but \"three\" is text");
    }

    [Theory]
    [InlineData("output.status.conditions[0].message", "\"fine\"")]
    [InlineData("outputs.service.spec.clusterIP", "\"10.0.0.7\"")]
    [InlineData("context.name + \" message\"", "\"shop message\"")]
    [InlineData("output.spec[\"replicas\"]", "2")]
    [InlineData("output.spec.replicas + 1", "3")]
    [InlineData("import \"strconv\"\n\"now \" + strconv.FormatInt(output.spec[\"replicas\"], 10)", "\"now 2\"")]
    [InlineData("output.status.nothing", null)]
    [InlineData("'a' + output.nothing", null)]
    public void An_output_is_looked_up(string text, string? expected)
    {
        var scope = (JsonObject)JsonNode.Parse("""
            {"output":{"spec":{"replicas":2},"status":{"conditions":[{"message":"fine"}]}},"outputs":{"service":{"spec":{"clusterIP":"10.0.0.7"}}},"context":{"name":"shop"}}
            """)!;
        OutputExpression.Parse(text, out var fault)!.Evaluate(scope)?.ToJsonString().ShouldBe(expected);
        fault.ShouldBeNull();
    }

    [Theory]
    [InlineData("", "a value is missing")]
    [InlineData("output.", "a name is missing at the end")]
    [InlineData("output[\"a", "the closing quote is missing")]
    [InlineData("strconv.FormatInt(output.a, 2)", "strconv.FormatInt takes a value and 10")]
    [InlineData("output.list[?]", "'?' isn't expected; a name is")]
    [InlineData("len(output.items)", "'(output.items)' isn't expected; write a path such as output.status.phase, texts in quotes, joined by +")]
    public void What_is_no_output_says_why(string text, string expected)
    {
        OutputExpression.Parse(text, out var fault).ShouldBeNull();
        fault.ShouldBe(expected);
    }

    [Fact]
    public void Steps_wait_for_what_they_take_and_keep_the_place_of_it()
    {
        var text = Documents.Web(rest: """
              workflow:
                mode: {steps: DAG}
                steps:
                - name: tell
                  type: print-message-in-status
                  inputs: [{from: where, parameterKey: message}]
                - name: find
                  type: collect-service-endpoints
                  outputs: [{name: where, valueFrom: value.url}]
                - name: both
                  type: step-group
                  mode: StepByStep
                  subSteps:
                  - {name: one, type: apply-component, properties: {component: web}}
                  - {name: two, type: suspend, dependsOn: [one]}
            """);
        var plan = WorkflowPlanner.Plan(Documents.Read(text));
        plan.Faults.ShouldBeEmpty();
        plan.Steps[0].Properties["message"]!.ToString().ShouldBe("${inputs[\"where\"]}");
        plan.Steps[0].DependsOn.ShouldBe(["find"]);
        plan.Steps[2].SubSteps.Select(step => step.Name).ShouldBe(["one", "two"]);
        plan.Steps[2].SubStepMode.ShouldBe(WorkflowMode.StepByStep);
        plan.Steps[2].SubSteps[0].ApplyComponent!.Component.ShouldBe("web");
    }
}
