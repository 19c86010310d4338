namespace Platform.Build.Tests;

/// <summary>What a build may leave behind: its layer cache, and nothing else.</summary>
internal static class Leftovers
{
    internal static void ShouldBeNone(DataFolder data)
    {
        Processes.With(data.Path).Where(p => !p.StartsWith(Environment.ProcessPath!, StringComparison.Ordinal)).ShouldBeEmpty("processes");
        File.ReadLines("/proc/mounts").Where(m => m.Contains(data.Path)).ShouldBeEmpty("mounts");
        var work = Path.Combine(data.Path, "build", "work");
        // Each living process has one folder there, empty between builds.
        Directory.EnumerateDirectories(work).SelectMany(Directory.EnumerateFileSystemEntries).ShouldBeEmpty("working folders");
        var cache = Path.Combine(data.Path, "build", "cache");
        if (!Directory.Exists(cache))
            return;
        var containers = Directory.EnumerateFiles(cache, "containers.json", SearchOption.AllDirectories);
        containers.Select(File.ReadAllText).ShouldAllBe(c => c.Trim() == "[]" || c.Trim() == "null" || c.Length == 0, "working containers");
    }
}
