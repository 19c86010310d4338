using System.Text.Json.Nodes;
using Platform.Oam;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oam;

public sealed class ConditionTests
{
    private static readonly JsonObject Scope = (JsonObject)JsonNode.Parse("""
        {"status":{"build":{"phase":"failed","failed":true,"skipped":false},"step-1":{"failed":false}},"inputs":{"count":3,"name":"web"},"context":{"name":"shop"}}
        """)!;

    [Theory]
    [InlineData("always", true)]
    [InlineData("status.build.failed", true)]
    [InlineData("!status.build.failed", false)]
    [InlineData("status[\"step-1\"].failed || status.build.phase == \"failed\"", true)]
    [InlineData("status.step-1.failed", false)]
    [InlineData("status.build.failed && (status.build.skipped || inputs.count >= 3)", true)]
    [InlineData("inputs.count == 3.0", true)]
    [InlineData("inputs.count < 3", false)]
    [InlineData("inputs.name < 'x'", true)]
    [InlineData("inputs.none == null", true)]
    [InlineData("inputs.none > 1", false)]
    [InlineData("inputs.name", false)]
    [InlineData("context.name != 'other'", true)]
    public void A_condition_holds_or_does_not(string text, bool holds)
    {
        var condition = StepCondition.Parse(text, out var fault);
        fault.ShouldBeNull();
        condition!.Holds(Scope).ShouldBe(holds);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("status.a.failed &&", "a value is missing at the end")]
    [InlineData("(status.a.failed", "')' is missing")]
    [InlineData("status.a.failed status.b.failed", "'status.b.failed' isn't expected")]
    [InlineData("state.a.failed", "'state.a.failed' isn't known")]
    [InlineData("system('rm')", "'system' isn't known")]
    [InlineData("status.a == \"x", "isn't expected")]
    public void What_can_not_be_read_says_why(string text, string because)
    {
        StepCondition.Parse(text, out var fault).ShouldBeNull();
        fault.ShouldNotBeNull().ShouldContain(because);
    }

    [Fact]
    public void Nesting_without_end_is_refused() => StepCondition.Parse(new string('(', 500) + "true", out var fault).ShouldBeNull(fault);
}
