using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Platform.Oam.Documents;
using Platform.Tests.Support;
using Shouldly;

namespace Platform.Libraries.Tests.Oam;

/// <summary>The objects that Applications of the corpus should give.</summary>
internal static class Corpus
{
    /// <summary>Files that have some.</summary>
    public static IEnumerable<string> FilesWithObjects() => ApplicationCorpus.Index().Select(row => row.File).Where(file => File.Exists(ExpectedPath(file)));

    /// <summary>The objects the application should give.</summary>
    public static List<JsonNode> Objects(string file)
    {
        // Written by a tool to which y is text; to kubectl it is true.
        var text = Regex.Replace(File.ReadAllText(ExpectedPath(file)), ": y$", ": \"y\"", RegexOptions.Multiline);
        var documents = DocumentReader.Read(text, out var faults);
        faults.ShouldBeEmpty();
        return [.. documents.Select(document => document.ToJson()!)];
    }

    private static string ExpectedPath(string file) => Path.Combine(ApplicationCorpus.Root!, "expected", file);
}
