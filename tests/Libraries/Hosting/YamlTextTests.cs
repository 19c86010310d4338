using System.Text.Json.Nodes;
using CsCheck;
using Platform.Hosting;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Hosting;

public sealed class YamlTextTests
{
    private const string Nasty = " \n\t\r:#-?'\"\\|>&*!%@`{],~\u0085\u2028\u0007";

    [Fact]
    public void Scalars_have_the_types_of_YAML_1_2() =>
        YamlText.ToJson("a: yes\nb: true\nc: 017\nd: 0x1F\ne: 1.5e3\nf: ~\ng: '1'\nh: 12:30\ni: !!str 5\nj: -7\nk: .inf\nl:\n")!.ToJsonString()
            .ShouldBe("""{"a":"yes","b":true,"c":17,"d":31,"e":1500,"f":null,"g":"1","h":"12:30","i":"5","j":-7,"k":".inf","l":null}""");

    [Fact]
    public void Aliases_are_copies() =>
        YamlText.ToJson("a: &x {b: [1]}\nc: *x\n")!.ToJsonString().ShouldBe("""{"a":{"b":[1]},"c":{"b":[1]}}""");

    [Fact]
    public void Json_survives_the_way_there_and_back()
    {
        const string json = """
            {"text":"yes","lines":"a\nb\n","trailing":"a\n\n","spaces":" x ","number":"1e3","empty":"","list":[],"map":{},"nested":[[1,{"a":null}]],
             "colon":"a: b","hash":"a # b","date":"2026-01-01","unicode":"größe ✓","tab":"\t","quote":"\"'","dash":"- a","at":"@x","percent":"%x"}
            """;
        var node = JsonNode.Parse(json);
        var yaml = YamlText.FromJson(node);
        JsonNode.DeepEquals(YamlText.ToJson(yaml), node).ShouldBeTrue(yaml);
    }

    [Fact]
    public void Any_text_survives_as_key_and_as_value() =>
        Gen.String[Gen.OneOf(Gen.Char[Nasty], Gen.Char['0', 'z']), 0, 12]
            .Sample(text =>
            {
                var node = new JsonObject { ["value"] = text, ["list"] = new JsonArray(text), [text + "k"] = 1 };
                return JsonNode.DeepEquals(YamlText.ToJson(YamlText.FromJson(node)), node);
            });

    [Theory]
    [InlineData("a: [1, 2", 2)]
    [InlineData("a: 1\na: 2", 2)]
    [InlineData("a: 1\n---\nb: 2", 2)]
    [InlineData("? [a]\n: b", 1)]
    [InlineData("a: *nobody", 1)]
    [InlineData("a:\n\t- b", 2)]
    [InlineData("a:\n  !!intd:] [x]", 2)]
    public void What_is_no_document_is_refused_with_its_line(string yaml, int line)
    {
        var fault = Should.Throw<YamlTextException>(() => YamlText.ToJson(yaml));
        fault.Line.ShouldBeLessThanOrEqualTo(line);
        fault.Line.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Depth_is_bounded() =>
        Should.Throw<YamlTextException>(() => YamlText.ToJson(new string('[', 500_000))).Message.ShouldContain("deeper");

    [Fact]
    public void Aliases_of_aliases_are_bounded()
    {
        var bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(
            Enumerable.Range(1, 12).Select(i => $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));
        Should.Throw<YamlTextException>(() => YamlText.ToJson(bomb)).Message.ShouldContain("values");
    }

    [Fact]
    public void No_text_is_no_document() => YamlText.ToJson("# nothing\n").ShouldBeNull();
}
