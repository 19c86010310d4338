using System.Globalization;
using System.Text.RegularExpressions;

namespace Platform.Oam;

/// <summary>Durations as Go writes them (<c>300ms</c>, <c>10s</c>, <c>1h30m</c>), and days (<c>1d</c>, <c>1d12h</c>).</summary>
public static partial class Durations
{
    /// <summary>What a reader is told would be right.</summary>
    public const string Expected = "a duration like 30s, 5m, 1h30m or 1d";

    /// <summary>False when it isn't a duration, is negative, or is longer than ten years.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text == "0") return true;
        if (text.Length is 0 or > 64 || !Whole().IsMatch(text)) return false;
        var seconds = 0d;
        foreach (Match part in Part().Matches(text))
            seconds += double.Parse(part.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * SecondsOf(part.Groups[2].Value);
        if (seconds > TimeSpan.SecondsPerDay * 3653d) return false;
        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }

    private static double SecondsOf(string unit) => unit switch
    {
        "ns" => 1e-9,
        "us" or "µs" or "μs" => 1e-6,
        "ms" => 1e-3,
        "s" => 1,
        "m" => TimeSpan.SecondsPerMinute,
        "h" => TimeSpan.SecondsPerHour,
        _ => TimeSpan.SecondsPerDay,
    };

    [GeneratedRegex(@"^(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h|d))+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex(@"([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h|d)", RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
