namespace Platform.Sandbox.Tests.Support;

/// <summary>Where the recorded corpora are; tests that need them are skipped where they are absent.</summary>
internal static class Corpora
{
    public static string Kubernetes(string file)
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Platform.sln"))) at = at.Parent;
        var path = at?.Parent is null ? "" : Path.Combine(at.Parent.FullName, "shared", "corpus", "kubernetes", file);
        if (!File.Exists(path)) Assert.Skip($"The corpus file {file} is not there.");
        return path;
    }
}
