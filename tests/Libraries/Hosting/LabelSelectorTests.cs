using Platform.Hosting;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Hosting;

public sealed class LabelSelectorTests
{
    private static readonly Dictionary<string, string> Labels = new() { ["region"] = "east", ["tier"] = "gold", ["k8s.io/env"] = "" };

    [Theory]
    [InlineData("", true)]
    [InlineData("region=east", true)]
    [InlineData("region == east", true)]
    [InlineData("region=west", false)]
    [InlineData("region!=west", true)]
    [InlineData("absent!=west", true)]
    [InlineData("region in (west, east)", true)]
    [InlineData("region in (west)", false)]
    [InlineData("region notin (west)", true)]
    [InlineData("absent notin (west)", true)]
    [InlineData("region notin (east,west)", false)]
    [InlineData("tier", true)]
    [InlineData("!tier", false)]
    [InlineData("!absent", true)]
    [InlineData("absent", false)]
    [InlineData("k8s.io/env=", true)]
    [InlineData("region=east,tier=gold,!absent", true)]
    [InlineData("region=east,tier=silver", false)]
    [InlineData("region in (east),tier", true)]
    public void A_selector_selects_as_in_Kubernetes(string selector, bool matches) =>
        LabelSelector.Parse(selector).Matches(Labels).ShouldBe(matches);

    [Theory]
    [InlineData("region=east,")]
    [InlineData(",")]
    [InlineData("=east")]
    [InlineData("region in east")]
    [InlineData("region in (east")]
    [InlineData("region east")]
    [InlineData("!")]
    [InlineData("a=b&c")]
    public void What_is_no_selector_is_refused_with_the_place(string selector) =>
        Should.Throw<FormatException>(() => LabelSelector.Parse(selector)).Message.ShouldContain("character");

    [Fact]
    public void A_label_that_begins_like_an_operator_is_a_label() =>
        LabelSelector.Parse("inside,notinside").Matches(new Dictionary<string, string> { ["inside"] = "", ["notinside"] = "" }).ShouldBeTrue();
}
