using Spectre.Console;

namespace Platform.Cli.Output;

/// <summary>The colour of a word that says how something is.</summary>
internal static class Colours
{
    private static readonly Dictionary<string, Color> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["succeeded"] = Color.Green,
        ["healthy"] = Color.Green,
        ["running"] = Color.Blue,
        ["yes"] = Color.Green,
        ["applying"] = Color.Blue,
        ["waiting"] = Color.Blue,
        ["building"] = Color.Blue,
        ["packaging"] = Color.Blue,
        ["planning"] = Color.Blue,
        ["progressing"] = Color.Blue,
        ["suspended"] = Color.Yellow,
        ["suspending"] = Color.Yellow,
        ["parked"] = Color.Yellow,
        ["missing"] = Color.Yellow,
        ["unknown"] = Color.Yellow,
        ["superseded"] = Color.Yellow,
        ["cancelled"] = Color.Yellow,
        ["failed"] = Color.Red,
        ["degraded"] = Color.Red,
        ["unhealthy"] = Color.Red,
        ["no"] = Color.Red,
    };

    public static Style Of(string cell) => Words.TryGetValue(cell, out var colour) ? new Style(colour) : Style.Plain;
}
