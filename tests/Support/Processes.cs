namespace Platform.Tests.Support;

/// <summary>What runs on this machine (Linux).</summary>
internal static class Processes
{
    /// <summary>Command lines that hold a text.</summary>
    internal static IReadOnlyList<string> With(string text) =>
        [.. Directory.EnumerateDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), out _)).Select(CommandLine).Where(l => l.Contains(text))];

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "";
        }
    }
}
