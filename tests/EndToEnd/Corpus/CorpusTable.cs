using System.Text;

namespace Platform.EndToEnd.Tests.Corpus;

/// <summary>The table of what was delivered: beside the file PLATFORM_CORPUS_REPORT names, with <c>.delivered</c> before its ending.</summary>
internal static class CorpusTable
{
    public static async Task WriteAsync(IReadOnlyList<CorpusDelivery> deliveries)
    {
        if (Environment.GetEnvironmentVariable("PLATFORM_CORPUS_REPORT") is not { Length: > 0 } path)
            return;
        var table = new StringBuilder("file\texpected\tdelivered\tsteps\tobjects\treason\n");
        foreach (var delivery in deliveries.Where(delivery => delivery.Outcome.IsCompletedSuccessfully))
        {
            var outcome = await delivery.Outcome;
            var steps = string.Join(", ", outcome.Steps.Select(step => $"{step.Key} {step.Value}"));
            var objects = outcome.Differences.Count > 0 ? string.Join("; ", outcome.Differences) : $"{outcome.Objects} as rendered";
            table.AppendLine($"{delivery.File}\t{delivery.Expected}\t{outcome.Ended}\t{steps}\t{(outcome.Ended == "succeeded" ? objects : "")}\t{outcome.Reason}");
        }

        await File.WriteAllTextAsync(Path.ChangeExtension(path, $"delivered{Path.GetExtension(path)}"), table.ToString());
    }
}
