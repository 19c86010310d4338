using Platform.Health;
using Platform.Hosting;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Health;

public sealed class HealthCorpusTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_object_of_the_corpus_has_the_health_expected()
    {
        var folder = Corpus.Folder("health");
        var expected = File.ReadLines(Path.Combine(folder, "expected.tsv")).Select(l => l.Split('\t')).Where(c => c.Length == 2).ToList();
        var wrong = new List<string>();
        foreach (var (file, status) in expected.Select(c => (c[0], c[1])))
        {
            var report = HealthRules.Of(YamlText.ToJson(File.ReadAllText(Path.Combine(folder, file))));
            if ((report.Status?.ToString() ?? "none") != status)
                wrong.Add($"{file}: {report.Status?.ToString() ?? "none"} ({report.Message}), expected {status}");
        }
        output.WriteLine($"{expected.Count - wrong.Count} of {expected.Count} agree");
        expected.Count.ShouldBeGreaterThan(20);
        wrong.ShouldBeEmpty();
    }
}
