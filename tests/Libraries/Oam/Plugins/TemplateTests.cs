using System.Text.Json.Nodes;
using Platform.Oam.Plugins.Scripts;
using Platform.Oam.Plugins.Templates;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oam.Plugins;

/// <summary>Liquid templates: YAML with holes, and not more.</summary>
public sealed class TemplateTests
{
    private static readonly JsonObject Context = (JsonObject)JsonNode.Parse("""{"name":"web","parameters":{"size":3,"names":["a","b"],"text":"x: {y"}}""")!;

    [Fact]
    public void Values_loops_and_conditions_make_documents()
    {
        var result = Compile("""
            apiVersion: v1
            kind: ConfigMap
            data:
              size: "{{ parameters.size | plus: 1 }}"
              text: {{ parameters.text | json }}
              {% for each in parameters.names %}
              {{ each }}: "{{ forloop.index }}"
              {% endfor %}
            {% if parameters.size > 2 %}
            ---
            apiVersion: v1
            kind: Secret
            {% endif %}
            """).Render(Context)!;
        result.ToJsonString().ShouldBe("""{"workload":{"apiVersion":"v1","kind":"ConfigMap","data":{"size":"4","text":"x: {y","a":"1","b":"2"}},"objects":{"objects-1":{"apiVersion":"v1","kind":"Secret"}}}""");
    }

    [Theory]
    [InlineData("{% assign s = 'xxxxxxxx' %}{% for i in parameters.names %}{% for j in parameters.names %}{% for k in parameters.names %}{% for l in parameters.names %}{% assign s = s | append: s %}{% assign s = s | append: s %}{% assign s = s | append: s %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}", "a text or list")]
    [InlineData("{% assign s = parameters.text | append: '' %}{{ s | date: '%Y' }}", "'date' isn't available")]
    [InlineData("a: {{ parameters.text }}", "what the template gives can't be read: line 1")]
    [InlineData("- 1", "what the template gives has to be maps")]
    public void A_template_that_goes_too_far_ends_with_an_answer(string source, string message)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Should.Throw<ScriptException>(() => Compile(source).Render(Context)).Message.ShouldStartWith(message);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100 * 1024 * 1024);
    }

    [Theory]
    [InlineData("{% for i in (1..1000000000) %}{% endfor %}", "ranges (a..b) aren't available")]
    [InlineData("{% capture s %}x{% endcapture %}", "")]
    [InlineData("{% include 'x' %}", "")]
    [InlineData("{% if %}", "")]
    public void What_is_no_template_says_why(string source, string fault)
    {
        LiquidTemplate.Compile(source, "component", out var told).ShouldBeNull();
        told.ShouldNotBeNull().ShouldStartWith(fault);
    }

    [Fact]
    public void The_clock_always_says_the_same()
    {
        Compile("a: \"{{ 'now' }}\"").Render(Context)!["workload"]!["a"]!.ToString().ShouldBe("now");
    }

    private static LiquidTemplate Compile(string source) => LiquidTemplate.Compile(source, "component", out var fault).ShouldNotBeNull(fault);
}
