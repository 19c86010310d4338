using System.Text.Json.Nodes;
using Platform.Oam.Documents;
using Shouldly;

namespace Platform.Cli.Tests;

/// <summary>The team's recorded documents, beside the project.</summary>
internal static class Corpus
{
    public static string Folder(string name)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Platform.sln")))
        {
            root = root.Parent;
        }

        var folder = Path.Combine(root?.Parent?.FullName ?? "", "shared", "corpus", name);
        Assert.SkipUnless(Directory.Exists(folder), $"The corpus '{name}' is not here.");
        return folder;
    }

    public static List<JsonNode> Read(string yaml)
    {
        var documents = DocumentReader.Read(yaml, out var faults);
        faults.ShouldBeEmpty();
        return [.. documents.Select(x => x.ToJson()!)];
    }
}
