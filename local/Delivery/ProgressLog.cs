using Spectre.Console;

namespace Platform.Local.Delivery;

/// <summary>Tells what changes, a line each: what is as it was when last told is not told again.</summary>
internal sealed class ProgressLog(IAnsiConsole console, TimeProvider clock)
{
    private readonly long began = clock.GetTimestamp();
    private readonly Dictionary<string, string> told = new(StringComparer.Ordinal);

    /// <summary>A line of its own.</summary>
    public void Say(string text) =>
        console.MarkupLine($"[grey]{clock.GetElapsedTime(began).TotalSeconds,6:0.0} s[/]  {Markup.Escape(text)}");

    /// <summary>A line somebody else printed, such as a build.</summary>
    public void Quote(string line) =>
        console.MarkupLine($"[grey]{clock.GetElapsedTime(began).TotalSeconds,6:0.0} s    {Markup.Escape(line)}[/]");

    /// <summary>Tells that <paramref name="subject"/> is now <paramref name="state"/>, if that is news.</summary>
    public void Changed(string subject, string state, string? detail = null)
    {
        var now = detail is null ? state : $"{state}: {detail}";
        if (told.TryGetValue(subject, out var before) && before == now)
            return;
        told[subject] = now;
        console.MarkupLine(
            $"[grey]{clock.GetElapsedTime(began).TotalSeconds,6:0.0} s[/]  {Markup.Escape(subject),-34} [{Colour(state)}]{Markup.Escape(state)}[/]{Markup.Escape(detail is null ? "" : "  " + detail)}");
    }

    private static string Colour(string state) => state.ToLowerInvariant() switch
    {
        "healthy" or "succeeded" => "green",
        "failed" or "cancelled" or "degraded" or "missing" => "red",
        "suspended" or "suspending" or "parked" or "unknown" => "yellow",
        _ => "blue",
    };
}
