using System.Globalization;
using System.Text.RegularExpressions;

namespace Platform.Hosting;

/// <summary>Durations as people and Go programs write them: <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>1h30m</c>, <c>2d</c>.</summary>
public static partial class Durations
{
    /// <summary>Reads a duration; negative ones and bare numbers are none.</summary>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = default;
        var match = Pattern().Match(text ?? "");
        if (!match.Success)
            return false;
        var total = 0d;
        for (var i = 0; i < match.Groups["number"].Captures.Count; i++)
            total += double.Parse(match.Groups["number"].Captures[i].ValueSpan, CultureInfo.InvariantCulture)
                * Milliseconds(match.Groups["unit"].Captures[i].Value);
        if (total > TimeSpan.MaxValue.TotalMilliseconds / 2)
            return false;
        duration = TimeSpan.FromMilliseconds(total);
        return true;
    }

    private static double Milliseconds(string unit) => unit switch
    {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => 86_400_000,
    };

    [GeneratedRegex(@"\A(?:(?<number>[0-9]{1,9}(?:\.[0-9]{1,6})?)(?<unit>ms|s|m|h|d))+\z")]
    private static partial Regex Pattern();
}
