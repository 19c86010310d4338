using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace Platform.Architecture.Tests;

/// <summary>Rule 1 of the architecture: services talk only through messages, so none may refer to another.</summary>
public sealed class ProjectReferences
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["contracts"] = [],
        ["libraries"] = ["contracts", "libraries"],
        ["services"] = ["contracts", "libraries"],
        ["gateway"] = ["contracts", "libraries"],
        ["cli"] = ["contracts", "libraries"],
        ["sandbox"] = [],
    };

    public static TheoryData<string> Projects()
    {
        var projects = Allowed.Keys
            .SelectMany(area => Directory.EnumerateFiles(Path.Combine(Repository.Root, area), "*.csproj", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Repository.Root, path));
        return [.. projects];
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_only_to_what_its_place_allows(string project)
    {
        var area = project.Split(Path.DirectorySeparatorChar)[0];
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, project))!;

        var areas = XDocument.Load(Path.Combine(Repository.Root, project))
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFullPath(Path.Combine(folder, reference.Attribute("Include")!.Value.Replace('\\', '/'))))
            .Select(path => Path.GetRelativePath(Repository.Root, path).Split(Path.DirectorySeparatorChar)[0]);

        areas.ShouldBeSubsetOf(Allowed[area], $"{project} may refer to {string.Join(", ", Allowed[area])} only");
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Platform.sln")).Replace('\\', '/');
        foreach (var project in Repository.ProjectFiles())
            solution.ShouldContain(Path.GetRelativePath(Repository.Root, project));
    }

    [Fact]
    public void Every_project_has_a_lock_file()
    {
        foreach (var project in Repository.ProjectFiles())
            File.Exists(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json")).ShouldBeTrue(project);
    }
}
