using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Platform.Oam.Documents;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oam;

/// <summary>The team's corpus of real Applications, beside the project; tests that need it skip where it is absent.</summary>
internal static class Corpus
{
    private static readonly string? Root = FindRoot();

    public static bool IsThere => Root is not null;

    /// <summary>Files that INDEX.tsv lists, with the outcome expected; one row without a file where the corpus is absent.</summary>
    public static IEnumerable<(string File, string Expected)> Index() => Root is null
        ? []
        : File.ReadLines(Path.Combine(Root, "INDEX.tsv")).Skip(1).Select(line => line.Split('\t')).Select(cells => (cells[0], cells[2]));

    public static IEnumerable<string> FilesWithObjects() => Index().Select(row => row.File).Where(file => File.Exists(ExpectedPath(file)));

    /// <summary>The text, with placeholders that no name may have replaced by names.</summary>
    public static string Read(string file)
    {
        Require();
        return File.ReadAllText(Path.Combine(Root!, file))
            .Replace("TEST_NAMESPACE", "test-namespace", StringComparison.Ordinal)
            .Replace("<your cluster name>", "your-cluster", StringComparison.Ordinal);
    }

    /// <summary>The objects the application should give.</summary>
    public static List<JsonNode> Objects(string file)
    {
        // Written by a tool to which y is text; to kubectl it is true.
        var text = Regex.Replace(File.ReadAllText(ExpectedPath(file)), ": y$", ": \"y\"", RegexOptions.Multiline);
        var documents = DocumentReader.Read(text, out var faults);
        faults.ShouldBeEmpty();
        return [.. documents.Select(document => document.ToJson()!)];
    }

    public static void Require()
    {
        if (Root is null) Assert.Skip("the corpus of Applications (../shared/corpus/applications) isn't there");
    }

    private static string ExpectedPath(string file) => Path.Combine(Root!, "expected", file);

    private static string? FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Platform.sln"))) folder = folder.Parent;
        var corpus = folder?.Parent is { } parent ? Path.Combine(parent.FullName, "shared", "corpus", "applications") : null;
        return Directory.Exists(corpus) ? corpus : null;
    }
}
