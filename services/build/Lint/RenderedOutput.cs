namespace Platform.Build.Lint;

/// <summary>What a tool rendered, parted by the file it says each object is from (<c># Source: chart/templates/web.yaml</c>).</summary>
internal static class RenderedOutput
{
    private const string Source = "# Source: ";

    internal static IEnumerable<(string Path, string Text)> Split(string output, string otherwise)
    {
        foreach (var document in output.ReplaceLineEndings("\n").Split("\n---\n"))
        {
            var text = document.StartsWith("---\n", StringComparison.Ordinal) ? document[4..] : document;
            var line = text.Split('\n', 4).FirstOrDefault(l => l.StartsWith(Source, StringComparison.Ordinal));
            yield return (line is null ? otherwise : $"rendered {line[Source.Length..].Trim()}", text);
        }
    }
}
