using System.Diagnostics;

namespace Platform.Benchmarks.Status;

/// <summary>How benchmarks of Status print what they measured.</summary>
internal static class Timings
{
    public static void Print(string name, IEnumerable<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        Console.WriteLine($"  {name,-24} median {sorted[sorted.Length / 2],7:0.0} ms   99 % {sorted[sorted.Length * 99 / 100],7:0.0} ms   longest {sorted[^1],7:0.0} ms   of {sorted.Length}");
    }

    /// <summary>CPU time of this process so far.</summary>
    public static TimeSpan Cpu()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
