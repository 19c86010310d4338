namespace Platform.Deploy;

/// <summary>Growing pauses between tries.</summary>
internal static class Pauses
{
    /// <summary>The pause after so many failures: it doubles up to the longest, with up to a fifth of jitter, so that many don't return at once.</summary>
    public static TimeSpan Of(int failures, TimeSpan first, TimeSpan longest)
    {
        var doubled = first * Math.Pow(2, Math.Clamp(failures - 1, 0, 20));
        return (doubled < longest ? doubled : longest) * (0.9 + (Random.Shared.NextDouble() * 0.2));
    }
}
