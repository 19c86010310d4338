using Platform.Contracts.Build.V1;

namespace Platform.Build.Tests.Contents;

/// <summary>Default properties and the schema of parameters, looked over before anything is stored.</summary>
public sealed class ParameterTests
{
    private const string Schema = """
        {"type":"object","required":["port"],"additionalProperties":false,
         "properties":{"port":{"type":"integer","minimum":1,"maximum":65535},"cmd":{"type":"array","items":{"type":"string","pattern":"^/"}},"cpu":{"enum":["1","2"]}}}
        """;

    [Fact]
    public async Task Properties_that_the_schema_allows_are_packed_and_what_an_application_has_to_give_may_be_missing()
    {
        await using var host = await ContentHost.StartAsync();

        await host.BuiltAsync(Source("""{"cmd":["/bin/web"],"cpu":"1"}""", Schema));
    }

    [Fact]
    public async Task Everything_that_disagrees_is_told_with_its_pointer()
    {
        await using var host = await ContentHost.StartAsync();

        var reason = await host.FailedAsync(Source("""{"port":70000,"cmd":["/a","b",3],"cpu":"4","colour":"red"}""", Schema));

        reason.Split('\n').ShouldBe(
            [
                "The parameters are not right:",
                "/properties/port: 70000 is more than 65535",
                "/properties/cmd/1: \"b\" does not match ^/",
                "/properties/cmd/2: 3 is not of type string",
                "/properties/cpu: \"4\" is none of [\"1\",\"2\"]",
                "/properties/colour: the schema has no 'colour'; it has port, cmd, cpu",
            ],
            Case.Sensitive);
    }

    [Fact]
    public async Task A_parameter_that_the_component_type_does_not_know_is_told()
    {
        await using var host = await ContentHost.StartAsync();

        (await host.FailedAsync(Source("{}", """{"properties":{"port":{},"speed":{}}}""")))
            .ShouldContain("/parametersSchema/properties/speed: component type webservice has no property 'speed', so the parameter is used by nothing");
        await host.BuiltAsync(Source("{}", """{"properties":{"speed":{}}}""") with { Type = "our-own-type" });
    }

    private static ComponentSource Source(string properties, string schema) => new()
    {
        Type = "webservice",
        Image = new ImageSource { Ref = "registry.example/web@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" },
        Properties = properties,
        ParametersSchema = schema,
    };
}
