using System.Diagnostics;
using System.Text.Json.Nodes;
using Platform.Oam.Plugins.Scripts;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oam.Plugins;

/// <summary>Scripts of definitions: plain values in and out, and nothing else can be reached or used up.</summary>
public sealed class ScriptTests
{
    [Fact]
    public void A_script_turns_values_into_values()
    {
        var script = Compile("""
            function render(context) {
              const { name, ports = [] } = context;
              return { name: name.toUpperCase(), ports: ports.map(port => ({ port, label: `port-${port}` })), half: 0.5, none: undefined, nothing: null };
            }
            """);
        script.Call(JsonNode.Parse("""{"name":"web","ports":[80,443]}""")!)!.ToJsonString()
            .ShouldBe("""{"name":"WEB","ports":[{"port":80,"label":"port-80"},{"port":443,"label":"port-443"}],"half":0.5,"nothing":null}""");
    }

    [Fact]
    public void Nothing_stays_from_one_call_to_the_next()
    {
        var script = Compile("var calls = 0; function render(context) { calls++; Object.prototype.x = calls; return calls; }");
        script.Call(new JsonObject())!.ToJsonString().ShouldBe("1");
        script.Call(new JsonObject())!.ToJsonString().ShouldBe("1");
    }

    [Theory]
    [InlineData("typeof Date")]
    [InlineData("typeof Math.random")]
    [InlineData("typeof Promise")]
    [InlineData("typeof ArrayBuffer")]
    [InlineData("typeof Intl")]
    [InlineData("typeof BigInt")]
    [InlineData("typeof Proxy")]
    [InlineData("typeof System")]
    [InlineData("typeof importNamespace")]
    [InlineData("typeof require")]
    [InlineData("typeof setTimeout")]
    [InlineData("typeof console")]
    public void What_is_not_pure_is_not_there(string expression)
    {
        Compile($"function render() {{ return {expression}; }}").Call(new JsonObject())!.ToString().ShouldBe("undefined");
    }

    [Theory]
    [InlineData("while (true) {}")]
    [InlineData("for (;;);")]
    [InlineData("const f = () => f(); f();")]
    [InlineData("let s = 'x'; while (true) s += s;")]
    [InlineData("'x'.repeat(1e9);")]
    [InlineData("'x'.padStart(1e9);")]
    [InlineData("new Array(1e9).fill(0);")]
    [InlineData("const a = []; a.length = 4e9; return [...a];")]
    [InlineData("const a = []; a.length = 4e9; return a.indexOf(1);")]
    [InlineData("Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1);")]
    [InlineData("Array.from({ length: 1e9 });")]
    [InlineData("Math.max.apply(null, { length: 1e9 });")]
    [InlineData("const big = 'x'.repeat(1e5); new Array(4e4).fill(big).join('');")]
    [InlineData("const big = 'x'.repeat(1e5); big.replaceAll('x', big);")]
    [InlineData("const big = 'x'.repeat(1e4); big.replace(/x/g, '$`$`$`$`');")]
    [InlineData("let a = [1]; while (true) a = a.concat(a);")]
    [InlineData("let a = [1]; while (true) a = [...a, ...a];")]
    [InlineData("const inner = new Array(4e4).fill(1); new Array(4e4).fill(inner).flat();")]
    [InlineData("/(a+)+$/.test('a'.repeat(40) + 'b');")]
    [InlineData("eval('1');")]
    [InlineData("new Function('return 1')();")]
    [InlineData("(async () => 1).constructor('return 1')();")]
    [InlineData("const m = new Map(); for (let i = 0; ; i++) m.set(i, 'x'.repeat(1000));")]
    [InlineData("let o = {}; o.self = o; return o;")]
    [InlineData("return new Array(30000).fill(1);")]
    [InlineData("return new Array(100).fill('x'.repeat(200000));")]
    [InlineData("return { get a() { while (true) {} } };")]
    [InlineData("return () => 1;")]
    [InlineData("return 0 / 0;")]
    [InlineData("throw new Error('because');")]
    [InlineData("throw null;")]
    [InlineData("null.x;")]
    [InlineData("const s = Symbol(); return [s];")]
    [InlineData("Function.prototype.call = null; Reflect.apply();")]
    public void A_script_that_goes_too_far_ends_with_an_answer_and_soon(string body)
    {
        var script = Compile($"function render(context) {{ {body} }}");
        var (memory, clock) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());

        Should.Throw<ScriptException>(() => script.Call(new JsonObject())).Message.ShouldNotBeEmpty();

        (GC.GetAllocatedBytesForCurrentThread() - memory).ShouldBeLessThan(200 * 1024 * 1024);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("function render( {", "line 1, column")]
    [InlineData("function draw(context) { return {}; }", "the script defines no function render: write function render(context) { return …; }")]
    [InlineData("function render() { return 2n ** 100000000n; }", "line 1: big integers aren't available")]
    [InlineData("async function render() { return 1; }", "the script defines no function render")]
    [InlineData("function render() { return import('x'); }", "line 1: import isn't available")]
    public void What_is_no_script_says_where_and_why(string source, string fault)
    {
        ScriptFunction.Compile(source, "render", out var told).ShouldBeNull();
        told.ShouldNotBeNull().ShouldStartWith(fault);
    }

    [Fact]
    public void Expressions_that_would_do_much_at_once_are_refused()
    {
        foreach (var expression in new[] { string.Join('+', Enumerable.Repeat("a", 5000)), new string('[', 20000), new string('(', 20000) + "1" + new string(')', 20000), "`" + string.Concat(Enumerable.Repeat("${a}", 5000)) + "`" })
        {
            ScriptFunction.Compile($"function render() {{ const a = 'x'; return {expression}; }}", "render", out var told).ShouldBeNull();
            told.ShouldNotBeNull();
        }
    }

    private static ScriptFunction Compile(string source) => ScriptFunction.Compile(source, "render", out var fault).ShouldNotBeNull(fault);
}
