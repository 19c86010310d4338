using System.Diagnostics;

namespace Platform.Messaging;

/// <summary>
/// Named places between two steps where a test can make the process die. Calls exist only in builds with the constant
/// FAULTS (Debug). <c>PLATFORM_FAULT=name:n</c> kills the process, without any tidying up, the n-th time it comes by.
/// </summary>
public static class FaultPoint
{
    private static readonly (string Name, int Count)? Armed = Parse(Environment.GetEnvironmentVariable("PLATFORM_FAULT"));
    private static int seen;

    /// <summary>What a test does at each point: it is given the point's name and the document's id, and throws to stop there.</summary>
    public static Action<string, string>? Handler { get; set; }

    /// <summary>Passes a point.</summary>
    [Conditional("FAULTS")]
    public static void Hit(string name, string id)
    {
        Handler?.Invoke(name, id);
        if (Armed is { } armed && armed.Name == name && Interlocked.Increment(ref seen) == armed.Count)
        {
            Process.GetCurrentProcess().Kill();
        }
    }

    private static (string, int)? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var colon = text.LastIndexOf(':');
        return colon > 0 && int.TryParse(text[(colon + 1)..], out var count) ? (text[..colon], count) : (text, 1);
    }
}
