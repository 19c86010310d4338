using System.Text;
using Platform.Oam;
using Platform.Tests.Support;
using Xunit;

namespace Platform.Libraries.Tests.Oam;

/// <summary>Writes the table of the corpus: what each file should come to, and what it comes to here. To a file with PLATFORM_CORPUS_REPORT=path.</summary>
public sealed class CorpusReport(ITestOutputHelper output)
{
    [Fact]
    public void The_table_of_the_corpus_is_written()
    {
        ApplicationCorpus.Require();
        var table = new StringBuilder("file\texpected\tours\tobjects\n");
        foreach (var (file, expected) in ApplicationCorpus.Index().Where(row => !row.File.StartsWith("support/", StringComparison.Ordinal)))
            table.AppendLine($"{file}\t{expected}\t{Outcome(file)}\t{Objects(file)}");
        output.WriteLine(table.ToString());
        if (Environment.GetEnvironmentVariable("PLATFORM_CORPUS_REPORT") is { Length: > 0 } path) File.WriteAllText(path, table.ToString());
    }

    private static string Outcome(string file)
    {
        var result = Validation.Check(ApplicationParser.Parse(ApplicationCorpus.Text(file)));
        return result switch
        {
            { Faults.Count: > 0 } => $"refused: {string.Join("; ", result.Faults.Select(fault => fault.Detail))}",
            { Warnings.Count: > 0 } => $"accepted, warns: {string.Join("; ", result.Warnings.Select(warning => warning.Detail))}",
            _ => "accepted",
        };
    }

    private static string Objects(string file)
    {
        if (!Corpus.FilesWithObjects().Contains(file)) return "none expected";
        var (ours, theirs) = CorpusTests.Both(file);
        return ours.SequenceEqual(theirs) ? $"{theirs.Count} equal" : "differ";
    }
}
