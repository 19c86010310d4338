namespace Platform.Sandbox.Tests.Clients;

/// <summary>The real kubectl and helm: out of `.tools/bin` of the repository, where `tests/tools/get` puts them, or from PATH.</summary>
internal static class ClientPrograms
{
    public static string Path { get; } = string.Join(System.IO.Path.PathSeparator, Tools(), Environment.GetEnvironmentVariable("PATH"));

    public static void Require(params string[] names)
    {
        foreach (var name in names)
            Assert.SkipUnless(Path.Split(System.IO.Path.PathSeparator).Any(folder => File.Exists(System.IO.Path.Combine(folder, name))),
                $"{name} is not installed: tests/tools/get {name} gets it");
    }

    private static string Tools()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(System.IO.Path.Combine(at.FullName, "Platform.sln"))) at = at.Parent;
        return System.IO.Path.Combine(at?.FullName ?? "", ".tools", "bin");
    }
}
