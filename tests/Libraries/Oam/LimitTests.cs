using System.Text;
using Platform.Oam;
using Platform.Oam.Documents;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oam;

/// <summary>Hostile documents are refused early: what they would grow to is counted, not built.</summary>
public sealed class LimitTests
{
    [Fact]
    public void A_billion_laughs_are_counted_and_refused()
    {
        var text = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (var i = 1; i < 10; i++) text.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");

        var documents = Allocating(() => DocumentReader.Read(text.ToString(), out var faults) is var read && faults.Count == 1 ? (read, faults[0]) : default, out var bytes);

        documents.Item2.Detail.ShouldContain($"more than {DocumentLimits.Nodes} values");
        documents.Item2.Line.ShouldNotBeNull();
        documents.read.ShouldBeEmpty();
        bytes.ShouldBeLessThan(100 * 1024 * 1024);
    }

    [Fact]
    public void Merge_keys_do_not_get_around_the_count()
    {
        var text = new StringBuilder("m0: &m0 {a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8}\n");
        for (var i = 1; i < 9; i++) text.Append($"m{i}: &m{i} {{{string.Join(", ", Enumerable.Range(0, 8).Select(n => $"k{n}: {{<<: *m{i - 1}}}"))}}}\n");
        DocumentReader.Read(text.ToString(), out var faults).ShouldBeEmpty();
        faults.ShouldHaveSingleItem().Detail.ShouldContain("values (aliases count");
    }

    [Fact]
    public void An_anchor_cannot_be_used_within_itself()
    {
        DocumentReader.Read("a: &a [*a]", out var faults);
        faults.ShouldHaveSingleItem().Detail.ShouldContain("alias '*a' names no anchor before it");
    }

    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public void Deep_nesting_is_refused(char open, char close)
    {
        var inner = open == '{' ? "{a: " : "[";
        DocumentReader.Read(string.Concat(Enumerable.Repeat(inner, 5000)) + "1" + new string(close, 5000), out var faults);
        faults.ShouldHaveSingleItem().Detail.ShouldContain("deep");
    }

    [Fact]
    public void Deep_JSON_is_refused()
    {
        DocumentReader.Read(string.Concat(Enumerable.Repeat("{\"a\":", 5000)) + "1" + new string('}', 5000), out var faults);
        faults.ShouldHaveSingleItem().Detail.ShouldContain("deep");
    }

    [Fact]
    public void A_text_over_the_size_is_not_even_read()
    {
        var parsed = ApplicationParser.Parse("a: " + new string('x', DocumentLimits.Bytes));
        parsed.Application.ShouldBeNull();
        parsed.Faults.ShouldHaveSingleItem().Detail.ShouldContain($"at most {DocumentLimits.Bytes}");
    }

    [Fact]
    public void Too_many_values_are_refused()
    {
        DocumentReader.Read(string.Concat(Enumerable.Repeat("- a\n", DocumentLimits.Nodes + 1)), out var faults).ShouldBeEmpty();
        faults.ShouldHaveSingleItem().Detail.ShouldContain("values");
        DocumentReader.Read($"[{string.Join(',', Enumerable.Repeat("1", DocumentLimits.Nodes + 1))}]", out faults).ShouldBeEmpty();
        faults.ShouldHaveSingleItem().Detail.ShouldContain("values");
    }

    [Fact]
    public void Faults_are_told_up_to_a_number_and_counted_after()
    {
        var names = string.Concat(Enumerable.Range(0, 1000).Select(i => $"  - {{name: W{i}, type: worker, properties: {{image: a}}}}\n"));
        var faults = ApplicationParser.Parse(Documents.Text($"  components:\n{names}")).Faults;
        faults.Count.ShouldBe(DocumentLimits.Faults + 1);
        faults[^1].Detail.ShouldBe("… and 800 more");
    }

    [Fact]
    public void A_pattern_that_would_backtrack_for_ever_does_not()
    {
        var name = new string('a', 60);
        var text = Documents.Text($$$"""
              components:
              - {name: {{{name}}}, type: worker, properties: {image: a}}
              policies:
              - name: o
                type: override
                properties: {components: [{name: "(a+)+b", properties: {image: b}}]}
            """);
        Renderer.Render(Documents.Read(text), new() { Cluster = Documents.East, Policies = ["o"] }).Objects.Count.ShouldBe(1);
    }

    private static T Allocating<T>(Func<T> work, out long bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = work();
        bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        return result;
    }
}
