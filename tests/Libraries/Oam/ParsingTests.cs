using Platform.Oam;
using Platform.Oam.Documents;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oam;

public sealed class ParsingTests
{
    [Fact]
    public void Values_know_their_line_column_and_path()
    {
        var application = Documents.Read("""
            apiVersion: core.oam.dev/v1beta1
            kind: Application
            metadata:
              name: shop
            spec:
              components:
                - name: web
                  type: webservice
                  properties:
                    image: nginx
                    env:
                      - {name: a/b, value: "1"}
            """);

        var value = application.Components[0].Properties!["env"]!.Items[0]["value"]!;
        (value.Line, value.Column, value.Path).ShouldBe((12, 32, "/spec/components/0/properties/env/0/value"));
        application.Components[0].Source["type"]!.Fault("x").ToString().ShouldBe("/spec/components/0/type (line 8, column 13): x");
    }

    [Fact]
    public void Names_in_paths_are_escaped_as_JSON_pointers_are()
    {
        DocumentReader.Read("a/b: {c~d: 1}", out _)[0]["a/b"]!["c~d"]!.Path.ShouldBe("/a~1b/c~0d");
    }

    [Theory]
    [InlineData("yes", true)]
    [InlineData("On", true)]
    [InlineData("y", true)]
    [InlineData("NO", false)]
    [InlineData("off", false)]
    [InlineData("\"yes\"", "yes")]
    [InlineData("'on'", "on")]
    [InlineData("nope", "nope")]
    [InlineData("12", 12L)]
    [InlineData("-12", -12L)]
    [InlineData("+7", 7L)]
    [InlineData("1_000", 1000L)]
    [InlineData("0777", 511L)]
    [InlineData("0o17", 15L)]
    [InlineData("0x1F", 31L)]
    [InlineData("0b101", 5L)]
    [InlineData("089", 89d)]
    [InlineData("1e3", 1000d)]
    [InlineData(".5", 0.5)]
    [InlineData("1.20", 1.2)]
    [InlineData("1.2.3", "1.2.3")]
    [InlineData("2024-01-01", "2024-01-01")]
    [InlineData("-", "-")]
    [InlineData("12:30", "12:30")]
    [InlineData("18446744073709551615", 18446744073709551615ul)]
    [InlineData("9223372036854775808", 9223372036854775808ul)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("~", null)]
    [InlineData("", null)]
    [InlineData("!!str 12", "12")]
    public void Plain_scalars_mean_what_kubectl_reads(string written, object? meant)
    {
        var text = written == "-" ? "value: '-'" : $"value: {written}";
        DocumentReader.Read(text, out var faults)[0]["value"]!.Scalar.ShouldBe(meant);
        faults.ShouldBeEmpty();
    }

    [Fact]
    public void A_name_that_reads_as_another_type_becomes_text_as_in_kubectl()
    {
        var map = DocumentReader.Read("{on: 1, 8080: 2, 1.5: 3}", out _)[0];
        map.Members.Select(member => member.Name).ShouldBe(["true", "8080", "1.5"]);
    }

    [Fact]
    public void JSON_is_read_with_places_even_with_tabs()
    {
        var parsed = ApplicationParser.Parse("{\n\t\"apiVersion\": \"core.oam.dev/v1beta1\", \"kind\": \"Application\",\n\t\"metadata\": {\"name\": \"shop\"},\n\t\"spec\": {\"components\": [{\"name\": \"web\",\n\t\t\"type\": \"webservice\", \"properties\": {\"image\": \"nginx\"}}]}\n}");

        parsed.Faults.ShouldBeEmpty();
        var type = parsed.Application!.Components[0].Source["type"]!;
        (type.Line, type.Column, type.Path).ShouldBe((5, 11, "/spec/components/0/type"));
        Validation.Check(parsed).IsValid.ShouldBeTrue();
    }

    [Fact]
    public void Flow_style_YAML_that_begins_with_a_brace_is_YAML()
    {
        DocumentReader.Read("{a: b, c: [1, yes]}", out var faults)[0]["c"]!.Items[1].Boolean.ShouldBe(true);
        faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a: 1\nb: 2\na: 3\n", "/a", 3, 1)]
    [InlineData("{\"a\": 1,\n \"a\": 2}", "/a", 2, 2)]
    public void A_name_given_twice_is_a_fault_at_the_second(string text, string path, int line, int column)
    {
        DocumentReader.Read(text, out var faults);
        var fault = faults.ShouldHaveSingleItem();
        (fault.Path, fault.Line, fault.Column).ShouldBe((path, line, column));
        fault.Detail.ShouldContain("'a' is given twice");
    }

    [Fact]
    public void YAML_that_cannot_be_read_is_a_fault_with_its_place()
    {
        var fault = ApplicationParser.Parse("apiVersion: v1\nkind: [a, b\nmetadata: {}\n").Faults.ShouldHaveSingleItem();
        fault.Detail.ShouldStartWith("this isn't valid YAML");
        fault.Line.ShouldBe(2);
    }

    [Theory]
    [InlineData("kind: a\nb:\n  !!intd:] [x]\n")]
    [InlineData("kind: a\nb:\n  !!%zz x\n")]
    public void A_tag_that_is_none_is_a_fault_near_its_place(string text)
    {
        var fault = ApplicationParser.Parse(text).Faults.ShouldHaveSingleItem();
        fault.Detail.ShouldStartWith("this isn't valid YAML");
        fault.Line.ShouldNotBeNull().ShouldBeInRange(1, 3);
    }

    [Fact]
    public void Merge_keys_give_what_the_map_does_not_say_itself()
    {
        var node = DocumentReader.Read("base: &b {x: 1, z: 2}\nmore: {<<: *b, z: 3}\n", out var faults)[0]["more"]!;
        faults.ShouldBeEmpty();
        node.ToJson()!.ToJsonString().ShouldBe("""{"z":3,"x":1}""");
        node["x"]!.Path.ShouldBe("/more/x");
    }

    [Fact]
    public void Other_documents_of_the_file_are_kept_and_policies_and_workflows_can_be_named()
    {
        var application = Documents.Read(Documents.Text("""
              components: []
              workflow: {ref: steps}
            """) + """

            ---
            apiVersion: core.oam.dev/v1alpha1
            kind: Policy
            metadata: {name: somewhere}
            type: topology
            properties: {clusters: [east-1]}
            ---
            apiVersion: core.oam.dev/v1alpha1
            kind: Workflow
            metadata: {name: steps}
            steps:
            - {name: go, type: deploy, properties: {policies: [somewhere]}}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: key}
            """);

        application.FindPolicy("somewhere")!.Type.ShouldBe("topology");
        application.Objects.ShouldHaveSingleItem()["kind"]!.Text.ShouldBe("Secret");
        WorkflowPlanner.Plan(application).Steps.ShouldHaveSingleItem().Deploy!.Topologies.ShouldBe(["somewhere"]);
    }

    [Theory]
    [InlineData("", "the document is empty")]
    [InlineData("# nothing\n", "the document is empty")]
    [InlineData("just text", "a Kubernetes object is expected here")]
    [InlineData("kind: Aplication\nmetadata: {name: a}", "there is no Application here, only Aplication; write kind: Application; did you mean 'Application'?")]
    public void A_file_without_an_application_says_what_is_there(string text, string detail)
    {
        var parsed = ApplicationParser.Parse(text);
        parsed.Application.ShouldBeNull();
        parsed.Faults.ShouldHaveSingleItem().Detail.ShouldContain(detail);
    }

    [Fact]
    public void Two_applications_in_a_file_are_one_too_many()
    {
        var text = Documents.Web();
        ApplicationParser.Parse($"{text}\n---\n{text}").Faults.ShouldHaveSingleItem().Detail.ShouldStartWith("a file holds one Application");
    }
}
