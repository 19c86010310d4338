using System.Text.Json.Nodes;
using Platform.Oam;
using Platform.Oam.Definitions;
using Platform.Oam.Schemas;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oam;

public sealed class SmallReaderTests
{
    [Theory]
    [InlineData("1h30m", 5400)]
    [InlineData("10s", 10)]
    [InlineData("1d", 86400)]
    [InlineData("1d12h", 129600)]
    [InlineData("1.5m", 90)]
    [InlineData("500ms", 0.5)]
    [InlineData("0", 0)]
    public void Durations_are_read_as_Go_writes_them_and_with_days(string text, double seconds)
    {
        Durations.TryParse(text, out var duration).ShouldBeTrue();
        duration.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("-5s")]
    [InlineData("5 s")]
    [InlineData("5S")]
    [InlineData("s")]
    [InlineData("5s\n")]
    [InlineData("99999999999999999999h")]
    public void Anything_else_is_no_duration(string text) => Durations.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_package_reference_has_a_name_and_a_version_or_a_range()
    {
        PackageReference.Parse("shop:1.4.0").ShouldBe(new("shop", "1.4.0"));
        PackageReference.Parse("shop:1.4.0").IsExact.ShouldBeTrue();
        var range = PackageReference.Parse("shop:^1.4");
        range.IsExact.ShouldBeFalse();
        range.Newest(["1.3.0", "1.4.1", "1.10.0", "2.0.0", "odd"]).ShouldBe("1.10.0");
        range.Newest(["2.0.0"]).ShouldBeNull();
        range.Accepts("1.5.0").ShouldBeTrue();
        Should.Throw<FormatException>(() => PackageReference.Parse("Shop:1.0.0")).Message.ShouldContain("isn't a package name");
    }

    [Fact]
    public void Every_built_in_type_describes_its_parameters_as_JSON_Schema()
    {
        foreach (var definition in DefinitionCatalog.BuiltIn.All)
        {
            var schema = JsonSchema.Write(definition.Parameters);
            schema["type"]!.ToString().ShouldBe("object", definition.Name);
            definition.Description.ShouldNotBeNullOrWhiteSpace();
        }

        var webservice = JsonSchema.Write(DefinitionCatalog.BuiltIn.Find<ComponentDefinition>("webservice")!.Parameters);
        webservice["required"]!.ToJsonString().ShouldBe("[\"image\"]");
        webservice["properties"]!["exposeType"]!["default"]!.ToString().ShouldBe("ClusterIP");
        webservice["additionalProperties"]!.GetValue<bool>().ShouldBeFalse();
        JsonNode.Parse(webservice.ToJsonString()).ShouldNotBeNull();
    }
}
