using Platform.Oam;
using Platform.Oam.Definitions;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oam.Plugins;

/// <summary>What a definition's JSON Schema demands of parameters is checked, and said in words.</summary>
public sealed class ParameterSchemaTests
{
    [Theory]
    [InlineData("{type: string, pattern: '^[a-z]+$'}", "abc", "Abc", "'Abc' isn't allowed here; it has to match ^[a-z]+$")]
    [InlineData("{type: string, minLength: 2, maxLength: 3}", "äö", "a", "this isn't allowed here; it has to have at least 2 characters")]
    [InlineData("{type: string, minLength: 2, maxLength: 3}", "abc", "abcd", "this isn't allowed here; it may have at most 3 characters")]
    [InlineData("{type: number, minimum: 0.5}", "0.5", "0.25", "0.25 isn't allowed here; it has to be at least 0.5")]
    [InlineData("{type: integer, exclusiveMaximum: 10}", "9", "10", "10 isn't allowed here; it has to be less than 10")]
    [InlineData("{type: integer, multipleOf: 3}", "9", "10", "10 isn't allowed here; it has to be a multiple of 3")]
    [InlineData("{type: array, minItems: 1}", "[a]", "[]", "this isn't allowed here; it has to have at least 1 elements")]
    [InlineData("{type: array, uniqueItems: true}", "[a, b]", "[a, b, a]", "element 2 is the same as element 0; each may come once")]
    [InlineData("{enum: [1, two, null]}", "two", "2", "this isn't allowed here; it has to be 1 or \"two\" or null")]
    [InlineData("{const: 7}", "7", "8", "this isn't allowed here; it has to be 7")]
    [InlineData("{type: object, maxProperties: 1, additionalProperties: true}", "{a: 1}", "{a: 1, b: 2}", "this isn't allowed here; it may have at most 1 members")]
    [InlineData("{oneOf: [{type: string}, {type: integer, minimum: 5}]}", "5", "4", "this fits none of what is allowed here: this has to be text, but 4 is a number: write it in quotes, \"4\"; or 4 isn't allowed here; it has to be at least 5")]
    [InlineData("{oneOf: [{type: integer, minimum: 1}, {type: integer, maximum: 5}]}", "6", "3", "this fits 2 of what is allowed here, and may fit one only")]
    [InlineData("{anyOf: [{type: string}, {type: boolean}]}", "true", "[]", "this fits none of what is allowed here: ")]
    [InlineData("{allOf: [{type: string, minLength: 2}, {type: string, pattern: b}]}", "ab", "ac", "'ac' isn't allowed here; it has to match b")]
    [InlineData("{type: string, not: {enum: [latest]}}", "v1", "latest", "this isn't allowed here; it may not fit {\"enum\":[\"latest\"]}")]
    [InlineData("{type: object, additionalProperties: true, if: {required: [tls]}, then: {required: [host]}}", "{a: 1}", "{tls: 1}", "'host' is missing: it needs it")]
    public void A_value_that_does_not_fit_is_refused_with_what_would(string schema, string fits, string wrong, string detail)
    {
        Faults(schema, fits).ShouldBeEmpty();
        Faults(schema, wrong).ShouldHaveSingleItem().Detail.ShouldStartWith(detail);
    }

    [Theory]
    [InlineData("{type: string, pattern: '(?=a)b'}", "/schema/properties/value/pattern", "the pattern looks around or refers back")]
    [InlineData("{type: string, pattern: '['}", "/schema/properties/value/pattern", "the pattern can't be read: ")]
    [InlineData("{type: string, minLength: -1}", "/schema/properties/value/minLength", "a whole number from 0 is expected here")]
    [InlineData("{$ref: '#/x'}", "/schema/properties/value/$ref", "keyword '$ref' of JSON Schema isn't supported")]
    [InlineData("{anyOf: [{type: string, dependentSchemas: {}}]}", "/schema/properties/value/anyOf/0/dependentSchemas", "keyword 'dependentSchemas' of JSON Schema isn't supported")]
    public void A_schema_that_could_not_be_relied_on_is_refused(string schema, string path, string detail)
    {
        DefinitionParser.Parse(Definition(schema), out var faults).ShouldBeNull();
        var fault = faults.ShouldHaveSingleItem();
        fault.Path.ShouldBe(path);
        fault.Detail.ShouldStartWith(detail);
    }

    [Fact]
    public void A_pattern_that_takes_others_forever_is_matched_at_once() =>
        Faults("{type: string, pattern: '^(a+)+$'}", new string('a', 50_000) + "b").ShouldHaveSingleItem().Detail.ShouldContain("it has to match ^(a+)+$");

    [Fact]
    public void What_an_expression_comes_to_is_checked_when_it_has_come()
    {
        Faults("{type: string, maxLength: 6}", "\"${cluster.name}\"").ShouldBeEmpty();
        var definition = DefinitionParser.Parse(Definition("{type: string, maxLength: 4}"), out _)!;
        var rendered = Renderer.Render(Application("\"${cluster.name}\""), new() { Cluster = new() { Name = "much-too-long" }, Definitions = DefinitionCatalog.BuiltIn.With([definition.Definition]) });
        rendered.Faults.ShouldHaveSingleItem().Detail.ShouldBe("this isn't allowed here; it may have at most 4 characters");
    }

    private static IReadOnlyList<Fault> Faults(string schema, string value)
    {
        var definition = DefinitionParser.Parse(Definition(schema), out var faults).ShouldNotBeNull(string.Join('\n', faults));
        return Validation.Check(Application(value), new() { Definitions = DefinitionCatalog.BuiltIn.With([definition.Definition]) }).Faults;
    }

    private static Application Application(string value) => Documents.Read($$$"""
        apiVersion: core.oam.dev/v1beta1
        kind: Application
        metadata: {name: shop}
        spec: {components: [{name: thing, type: thing, properties: {value: {{{value}}} }}]}
        """);

    private static string Definition(string schema) => $$$"""
        kind: component
        name: thing
        schema: {type: object, properties: {value: {{{schema}}} }}
        render: |
          function render(context) { return { workload: { apiVersion: 'v1', kind: 'ConfigMap', data: { a: 'b' } } }; }
        """;
}
