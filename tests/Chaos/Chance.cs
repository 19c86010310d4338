using System.Globalization;

namespace Platform.Chaos.Tests;

/// <summary>What the environment says of a run: the seed (to see a failure again) and how long it is.</summary>
internal static class Chance
{
    /// <summary>A crash is simulated by what holds for the whole process, so tests that crash don't run side by side.</summary>
    public const string OneAtATime = "one at a time";

    /// <summary><c>PLATFORM_CHAOS_SEED</c>; else a new one, which is printed.</summary>
    public static int Seed { get; } = Number("PLATFORM_CHAOS_SEED") ?? Environment.TickCount & 0xffff;

    /// <summary><c>PLATFORM_CHAOS_ROLLOUTS</c>: the short form has 100, a long one 2,000.</summary>
    public static int Rollouts { get; } = Number("PLATFORM_CHAOS_ROLLOUTS") ?? 100;

    /// <summary>With real processes: the short form has 40, a long one as many as the other storm.</summary>
    public static int DistributedRollouts { get; } = Number("PLATFORM_CHAOS_ROLLOUTS") ?? 40;

    /// <summary>Every crash point is tried in a long run, every so many in a short one.</summary>
    public static int Stride { get; } = Rollouts > 100 ? 1 : 6;

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
