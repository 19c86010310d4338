using System.Globalization;

namespace Platform.Cli.Progress;

/// <summary>Prints a line when what it says is new, with the time: a log of what happened.</summary>
internal sealed class ChangedLines(TextWriter output, TimeProvider time)
{
    private readonly Dictionary<string, string> said = new(StringComparer.Ordinal);

    public void Show(IEnumerable<(string About, string Line)> facts)
    {
        foreach (var (about, line) in facts.Where(x => said.GetValueOrDefault(x.About) != x.Line))
        {
            said[about] = line;
            var now = time.GetUtcNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
            output.WriteLine($"{now} {line}");
        }

        output.Flush();
    }
}
