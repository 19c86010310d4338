using Xunit;

namespace Platform.Tests.Support;

/// <summary>The team's corpus of real Applications, beside the project; tests that need it skip where it is absent.</summary>
internal static class ApplicationCorpus
{
    /// <summary>Null where it is absent.</summary>
    internal static string? Root { get; } = FindRoot();

    /// <summary>Files that INDEX.tsv lists, with the outcome expected; none where the corpus is absent.</summary>
    internal static IEnumerable<(string File, string Expected)> Index() => Root is null
        ? []
        : File.ReadLines(Path.Combine(Root, "INDEX.tsv")).Skip(1).Select(line => line.Split('\t')).Select(cells => (cells[0], cells[2]));

    internal static void Require()
    {
        if (Root is null)
            Assert.Skip("the corpus of Applications (../shared/corpus/applications) isn't there");
    }

    /// <summary>The text with what it refers to, and with placeholders that no name may have replaced by names.</summary>
    internal static string Text(string file) => file == "workflow/external-ref.yaml"
        ? string.Join("\n---\n", Read(file), Read("support/external-workflow.yaml"), Read("support/external-policy.yaml"))
        : Read(file);

    internal static string Read(string file)
    {
        Require();
        return File.ReadAllText(Path.Combine(Root!, file))
            .Replace("TEST_NAMESPACE", "test-namespace", StringComparison.Ordinal)
            .Replace("<your cluster name>", "your-cluster", StringComparison.Ordinal);
    }

    private static string? FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Platform.sln")))
            folder = folder.Parent;
        var corpus = folder?.Parent is { } parent ? Path.Combine(parent.FullName, "shared", "corpus", "applications") : null;
        return Directory.Exists(corpus) ? corpus : null;
    }
}
