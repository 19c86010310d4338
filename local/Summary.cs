using Platform.Sandbox;
using Spectre.Console;

namespace Platform.Local;

/// <summary>Where to go from here.</summary>
internal static class Summary
{
    public static void Print(IAnsiConsole console, IRunningPlatform platform, SandboxFleet fleet, LocalOptions options)
    {
        console.WriteLine();
        Line(console, "gateway", platform.Gateway.ToString().TrimEnd('/'));
        Line(console, "key", Path.Combine(options.DataDirectory, "admin-key"));
        foreach (var (name, value) in platform.Addresses)
            Line(console, name, value);
        if (Environment.GetEnvironmentVariable("PLATFORM_BROKER") is { Length: > 0 } broker && options.Distributed)
            Line(console, "broker", broker);
        if (fleet.Clusters.Count > 0)
        {
            Line(console, "clusters", $"{Path.Combine(options.DataDirectory, "sandbox")} holds their kubeconfigs");
            Line(console, "sandbox", $"{fleet.AdminUrl} breaks them and mends them");
        }

        if (!options.Once)
            console.WriteLine("Ctrl-C stops it; everything is kept for the next start.");
    }

    private static void Line(IAnsiConsole console, string name, string value) => console.WriteLine($"  {name,-10} {value}");
}
